import Evidence
import Foundation
import Synchronization

@testable import Bag
@testable import CLI
@testable import Report
@testable import Scan
import Support

/// The files of a package, each read as if every hash fitted.
extension FuzzTarget {
    /// What passes the rules is written, and read back as the same.
    static let run = FuzzTarget("run") { bytes in
        let run = try JSONDecoder().decode(Run.self, from: Data(bytes))
        try EvidenceRules.check(run)
        let again = try JSONDecoder().decode(Run.self, from: Data(try JSONText.bytes(of: run, .indented)))
        expect(again == run, "a run is read back as it was")
    }

    static let exchanges = FuzzTarget("exchanges") { bytes in
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            let exchange = try JSONDecoder().decode(Exchange.self, from: Data(line))
            try EvidenceRules.check(exchange, number: index + 1, accounts: ["111122223333", "444455556666"])
            let again = try JSONDecoder().decode(
                Exchange.self, from: Data(try JSONText.bytes(of: exchange, .oneLine)))
            expect(again == exchange, "an exchange is read back as it was")
        }
    }

    static let findings = FuzzTarget("findings") { bytes in
        var parts = FindingsParts()
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard let part = try parts.take(line) else { continue }
            _ = try JSONSerialization.jsonObject(with: Data(part.json), options: .fragmentsAllowed)
        }
        try parts.finish()
    }

    /// A baseline that is believed can be compared with, and told.
    static let baseline = FuzzTarget("baseline") { bytes in
        let baseline = try JSONDecoder().decode(Baseline.self, from: Data(bytes))
        try EvidenceRules.check(baseline)
        var dossier = SmallPackage.dossier
        dossier.inputs.baseline = baseline
        for format in ReportFormat.usual { try format.render(dossier, MemoryOutput()) }
    }

    static let sourceMap = FuzzTarget("source-map") { bytes in
        let map = try JSONDecoder().decode(SourceMap.self, from: Data(bytes))
        try EvidenceRules.check(map)
        var dossier = SmallPackage.dossier
        dossier.inputs.sourceMap = map
        try ReportFormat.sarif.render(dossier, MemoryOutput())
    }

    static let manifest = FuzzTarget("manifest") { bytes in
        let manifest = try Manifest(parsing: bytes, of: "manifest-sha256.txt")
        let output = MemoryOutput()
        try manifest.write(to: output)
        expect(try Manifest(parsing: output.bytes, of: "again").hashes == manifest.hashes, "a manifest is read back")
    }

    /// A whole package in which one file is another: the first line names it, the rest is what it holds. Every hash
    /// is made to fit, so that what is behind them is reached.
    static let package = FuzzTarget("package") { bytes in
        let parts = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        let name = String(decoding: parts[0], as: UTF8.self)
        try SmallPackage.with { package in
            let files = try package.files()
            guard let file = files.first(where: { $0 == name }) else { return }
            let text = Data(parts[1])
            if file.hasSuffix(".xml"), file.hasPrefix("data/") {
                let old = try package.bytes(file)
                try text.write(to: package.url.appendingPathComponent(file))
                func fields(_ bytes: Data) -> String {
                    "\"bytes\":\(bytes.count),\"sha256\":\"\(sha256Hex(Array(bytes)))\""
                }
                try package.edit("data/exchanges.jsonl", fields(old), fields(text))
            } else {
                try text.write(to: package.url.appendingPathComponent(file))
            }
            if !file.hasSuffix("sha256.txt") { try package.reseal() }
            let proof = try waiting {
                try await Verification(
                    package: try OpenPackage(at: package.url.path), allowedSigners: nil, signer: nil
                ).proof()
            }
            _ = proof.lines
        }
    }

    /// libFuzzer calls, and waits for an answer.
    private static func waiting<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<Value, any Error>?>(nil)
        Task {
            let found: Result<Value, any Error>
            do { found = .success(try await body()) } catch { found = .failure(error) }
            result.withLock { $0 = found }
            done.signal()
        }
        done.wait()
        guard let found = result.withLock(\.self) else { throw CancellationError() }
        return try found.get()
    }
}
