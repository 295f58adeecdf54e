import Evidence
import Foundation
import Report
import Testing

@Suite struct CSVTests {
    private let dossier = SampleDossier.everything
    private let header: [String]
    private let rows: [[String]]

    init() throws {
        let table = try CSVTable.read(ReportFormat.csv.bytes(of: dossier))
        header = try #require(table.first)
        rows = Array(table.dropFirst())
    }

    @Test func opensWithAByteOrderMarkAndEndsLinesAsTheRFCSays() throws {
        let bytes = try ReportFormat.csv.bytes(of: dossier)
        #expect(bytes.prefix(3) == [0xEF, 0xBB, 0xBF])
        let returns = bytes.indices.filter { bytes[$0] == 0x0D }
        let newlines = bytes.indices.filter { bytes[$0] == 0x0A }
        #expect(newlines == returns.map { $0 + 1 })
        #expect(newlines.count == rows.count + 1)
    }

    @Test func everyVPCIsARowAndSoIsEveryGapThatHidesVPCs() {
        let hidden = dossier.gaps.filter { $0.hides == .vpcs }
        #expect(column("vpc_id") == dossier.assessments.map(\.vpcId) + hidden.map { _ in "" })
        #expect(column("verdict") == dossier.assessments.map(\.verdict.rawValue) + hidden.map { _ in "not-assessed" })
        #expect(column("region").suffix(hidden.count) == hidden.map(\.region)[...])
        #expect(rows.allSatisfy { $0.count == header.count })
        #expect(Set(header).count == header.count)
        #expect(Set(column("digest")) == [dossier.digest])
    }

    @Test func cellsHoldWhatTheyAreNamedFor() throws {
        #expect(value("cis_3_7_as_written", of: "vpc-0004") == "pass")
        #expect(value("effective", of: "vpc-0004") == "fail")
        #expect(value("flow_log_ids", of: "vpc-0004") == "fl-04 | fl-05")
        #expect(value("delivery_errors", of: "vpc-0004") == "Access error | Access error")
        #expect(value("traffic_types", of: "vpc-0008") == "")
        #expect(value("shared", of: "vpc-0007") == "yes")
        #expect(value("owner_verdict", of: "vpc-0007") == "pass")
        #expect(value("is_default", of: "vpc-0006") == "yes")
        #expect(value("accepted", of: "vpc-0010") == "yes")
        #expect(value("exception_expires_on", of: "vpc-0010") == "2026-12-31")
        #expect(value("remediation", of: "vpc-0002") == "Create a flow log to CloudWatch Logs.")
        #expect(value("below_vpc", of: "vpc-0002") == "1 of 2 subnets is logged.")
        #expect(value("exchanges", of: "vpc-0002") == "1 | 2 to 4")
    }

    @Test func noCellIsAFormula() {
        for cell in rows.joined() {
            for piece in cell.split(separator: ";", omittingEmptySubsequences: false) {
                #expect(piece.first.map { !"=+-@\t\r＝＋－＠".contains($0) } ?? true, "\(cell)")
            }
        }
        #expect(column("name").contains("'=cmd()|' /C calc'!A0"))
    }

    /// As a program that others wrote reads it.
    @Test(.enabled(if: OtherProgram.python != nil, "needs Python"))
    func pythonReadsTheSame() async throws {
        let told = try await OtherProgram.pythonReads(
            try ReportFormat.csv.bytes(of: dossier),
            """
            import csv, json, sys
            print(json.dumps(list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))))
            """)
        #expect(try JSONDecoder().decode([[String]].self, from: Data(told.utf8)) == [header] + rows)
    }

    private func column(_ name: String) -> [String] {
        guard let index = header.firstIndex(of: name) else { return [] }
        return rows.map { $0[index] }
    }

    private func value(_ name: String, of vpc: String) -> String? {
        zip(column("vpc_id"), column(name)).first { $0.0 == vpc }?.1
    }
}

/// A reader of RFC 4180, for tests: it knows nothing of how we write.
enum CSVTable {
    struct Malformed: Error {}

    static func read(_ bytes: [UInt8]) throws -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\"") where isQuoted && rest.first == byte:
                cell.append(byte)
                rest.removeFirst()
            case UInt8(ascii: "\"") where isQuoted:
                isQuoted = false
                guard rest.first == UInt8(ascii: ",") || rest.first == 0x0D else { throw Malformed() }
            case UInt8(ascii: "\""):
                guard cell.isEmpty else { throw Malformed() }
                isQuoted = true
            case UInt8(ascii: ",") where !isQuoted:
                row.append(String(decoding: cell, as: UTF8.self))
                cell = []
            case 0x0D where !isQuoted:
                guard rest.popFirst() == 0x0A else { throw Malformed() }
                rows.append(row + [String(decoding: cell, as: UTF8.self)])
                (row, cell) = ([], [])
            default: cell.append(byte)
            }
        }
        guard row.isEmpty, cell.isEmpty, !isQuoted else { throw Malformed() }
        return rows
    }
}
