import Bag
import Evidence
import Foundation

/// A small run: one account, two regions whose answers are the same bytes, and one that was refused.
enum Samples {
    static let account = "111122223333"
    static let vpcs = Array("<DescribeVpcsResponse/>".utf8)
    static let flowLogs = Array("<DescribeFlowLogsResponse>\r\n\u{202E}</DescribeFlowLogsResponse>".utf8)
    static let bodies = [vpcs, flowLogs]

    static let run = Run(
        id: "0198f0a2-7c1d-7e63-9f3a-5d2b8c4e6f01", startedAt: Timestamp(milliseconds: 1_795_478_399_001),
        finishedAt: Timestamp(milliseconds: 1_795_478_400_999),
        tool: Tool(name: "exhibit", version: "1.2.3", commit: "abc1234", sha256: String(repeating: "f", count: 64)),
        arguments: ["exhibit", "scan", "--profile", "audit\nforged: header"], source: .live,
        settings: .init(
            policy: .effective, includesDefaultVPCs: false, remediation: true, formats: ["html"],
            regions: ["eu-west-1"]),
        accounts: [.init(id: account, homeRegion: "us-east-1")])

    /// What the run's package is called.
    static let folder = "20261123T235959Z-\(account)"

    static let exchanges = [
        exchange(1, "eu-west-1", "DescribeVpcs", vpcs),
        exchange(2, "eu-west-1", "DescribeFlowLogs", flowLogs),
        exchange(3, "us-east-1", "DescribeVpcs", vpcs),
        exchange(4, "us-east-1", "DescribeFlowLogs", nil),
    ]

    static let bagInfo = BagInfo(
        description: "VPC flow logs of 111122223333",
        operators: ["arn:aws:iam::111122223333:user/audit\r\nPayload-Oxum: 0.0"])

    static func exchange(_ number: Int, _ region: String, _ action: String, _ body: [UInt8]?) -> Exchange {
        Exchange(
            number: number, account: account, region: region, service: "ec2", action: action, page: 1,
            parameters: ["MaxResults": "1000"], endpoint: "https://ec2.\(region).amazonaws.com/",
            outcome: body == nil ? .refused : .answered, httpStatus: body == nil ? 403 : 200,
            attempts: [.init(start: run.startedAt, end: run.finishedAt, httpStatus: 200)],
            error: body == nil ? .init(code: "UnauthorizedOperation", message: "no\u{2028}\"") : nil,
            body: body.map { bytes in
                .init(
                    file: Exchange.bodyFile(number: number, account: account, region: region, action: action),
                    bytes: bytes.count, sha256: sha256Hex(bytes))
            })
    }

    /// Lists again what lies in a package's data, as whoever forges one would.
    static func relist(_ package: String) throws {
        let files = try FileManager.default.subpathsOfDirectory(atPath: "\(package)/data").filter { $0.contains(".") }
        let digests = try files.map { file in
            ("data/\(file)", sha256Hex(Array(try Data(contentsOf: URL(fileURLWithPath: "\(package)/data/\(file)")))))
        }
        let output = MemoryOutput()
        try Manifest(Dictionary(uniqueKeysWithValues: digests)).write(to: output)
        try Data(output.bytes).write(to: URL(fileURLWithPath: "\(package)/\(Manifest.payload)"))
    }

    /// Writes a whole package, with one report.
    @discardableResult
    static func write(to destination: Destination, report: String = "<!doctype html>") throws -> String {
        let draft = try PackageDraft(for: destination, runID: run.id)
        defer { draft.discard() }
        for body in bodies { try draft.put(body, sha256: sha256Hex(body)) }
        try draft.write("report.html") { try $0.write(report) }
        return try draft.seal(run: run, exchanges: exchanges, bagInfo: bagInfo)
    }
}

/// What it throws, in words; nil when it does not.
func failure(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return "\(error)"
    }
}

extension PackageDraft {
    /// All the last steps of a package that is not signed.
    func seal(run: Run, exchanges: [Exchange], bagInfo: BagInfo) throws(PackageError) -> String {
        try keep(run: run, exchanges: exchanges)
        try close(bagInfo)
        return try publish()
    }
}
