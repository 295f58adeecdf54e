import Evidence
import Foundation

@testable import Bag
@testable import CLI
@testable import Report
@testable import Scan

/// The files of a package, each read as if every hash fitted.
extension FuzzTarget {
    /// What passes the rules is written, and read back as the same.
    static let run = FuzzTarget("run") { bytes in
        let run = try JSONDecoder().decode(Run.self, from: bytes.data)
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
        let baseline = try JSONDecoder().decode(Baseline.self, from: bytes.data)
        try EvidenceRules.check(baseline)
        var dossier = SmallEstate.dossier
        dossier.inputs.baseline = baseline
        for format in ReportFormat.usual { try format.render(dossier, MemoryOutput()) }
    }

    static let sourceMap = FuzzTarget("source-map") { bytes in
        let map = try JSONDecoder().decode(SourceMap.self, from: bytes.data)
        try EvidenceRules.check(map)
        var dossier = SmallEstate.dossier
        dossier.inputs.sourceMap = map
        try ReportFormat.sarif.render(dossier, MemoryOutput())
    }

    static let manifest = FuzzTarget("manifest") { bytes in
        let manifest = try Manifest(parsing: bytes, of: "manifest-sha256.txt")
        let output = MemoryOutput()
        try manifest.write(to: output)
        expect(try Manifest(parsing: output.bytes, of: "again").hashes == manifest.hashes, "a manifest is read back")
    }

    /// Exceptions that are believed are written and read back as the same, and each is told in every report.
    static let exceptions = FuzzTarget("exceptions") {
        try hold(try JSONDecoder().decode(ExceptionList.self, from: $0.data))
    }

    static func hold(_ list: ExceptionList) throws {
        let again = try JSONDecoder().decode(
            ExceptionList.self, from: try JSONText.bytes(of: list, .indented).data)
        expect(again == list, "exceptions are read back as they were")
        let dossier = try SmallEstate.judged(given: RunInputs(exceptions: list))
        expect(dossier.exceptions.count == list.entries.count, "no exception is lost")
        for format in [ReportFormat.findings, .markdown, .csv] { try format.render(dossier, MemoryOutput()) }
    }

    /// A whole package in which one file is another: the first line names it, the rest is what it holds.
    static let package = FuzzTarget("package") { bytes in
        let parts = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        let package = try SmallPackage.copy.get()
        try package.altered(String(decoding: parts[0], as: UTF8.self), to: Array(parts[1])) {
            let proof = try waiting {
                try await Verification(
                    package: try OpenPackage(at: package.path), allowedSigners: nil, signer: nil
                ).proof()
            }
            _ = proof.lines
        }
    }
}
