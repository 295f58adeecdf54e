import Evidence
import Foundation
import Report
import Support
import Testing

/// Every report of every format with hostile text wherever a dossier holds text: for a parser that others wrote
/// it has the same shape as with plain words, and nothing in it acts on a terminal.
@Suite(
    .enabled("needs Python and cmark-gfm; `make test` installs them") { Shape.tools.allSatisfy { $0 != nil } })
struct HostileReportsTests {
    private static let names = ReportFormat.all.map(\.name)

    @Test(arguments: names) func hostileTextStaysText(format name: String) async throws {
        let format = try #require(ReportFormat.all.first { $0.name == name })
        for texts in batches(of: HostileText.all + HostileText.fromBadBytes) { try await check(format, texts) }
    }

    @Test(arguments: names) func randomTextStaysText(format name: String) async throws {
        let format = try #require(ReportFormat.all.first { $0.name == name })
        var generator = SeededGenerator(seed: 71)
        for _ in 0..<4 { try await check(format, (0..<8).map { _ in HostileText.random(using: &generator) }) }
    }

    /// All scalars of Unicode in one text, 1 MiB in another, and all those that act wherever text can stand.
    @Test(arguments: names) func everyScalarAndLongTextStaysText(format name: String) async throws {
        let format = try #require(ReportFormat.all.first { $0.name == name })
        let acting = HostileText.everyScalar.unicodeScalars.filter { $0.isASCII || $0.isActing }
        try await check(format, [String(String.UnicodeScalarView(acting))])
        for text in [HostileText.everyScalar, HostileText.long] { try await check(format, [text], isLong: true) }
    }

    @Test(arguments: ComparisonFormat.all.map(\.name)) func comparisonsToo(format name: String) async throws {
        let format = try #require(ComparisonFormat.all.first { $0.name == name })
        let ending = ["text": "", "markdown": "md", "json": "json"][name] ?? name
        for texts in batches(of: (HostileText.all + HostileText.fromBadBytes).filter { !$0.isEmpty }) {
            let hostile = try format.bytes(of: comparison(texts))
            expectNothingActs(in: hostile)
            guard !ending.isEmpty else { continue }
            let plain = try format.bytes(of: comparison(texts.indices.map { "plain \($0)" }))
            let (seen, expected) = try await (
                Shape.of(hostile, file: "diff.\(ending)"), Shape.of(plain, file: "diff.\(ending)")
            )
            #expect(seen == expected, "\(texts.debugDescription.prefix(2_000))")
        }
    }

    // MARK: -

    private func check(_ format: ReportFormat, _ texts: [String], isLong: Bool = false) async throws {
        let dossier = { (texts: [String]) in isLong ? self.brief(texts) : self.dossier(texts) }
        let hostile = try bytes(of: dossier(texts), format, isLong: isLong)
        expectNothingActs(in: hostile)
        let plain = try bytes(
            of: dossier(texts.enumerated().map { $1.isEmpty ? "" : "plain \($0)" }), format, isLong: isLong)
        let (seen, expected) = try await (
            Shape.of(hostile, file: format.file), Shape.of(plain, file: format.file)
        )
        #expect(!seen.isEmpty)
        if seen != expected {
            let first = zip(seen, expected).first { $0 != $1 }
            Issue.record("\(format.name): \(String(describing: first)) with \(texts.debugDescription.prefix(2_000))")
        }
    }

    /// Markdown as long as it gets: what has no room is left out, which is another shape.
    private func bytes(of dossier: Dossier, _ format: ReportFormat, isLong: Bool) throws -> [UInt8] {
        guard isLong, format.name == ReportFormat.markdown.name else { return try format.bytes(of: dossier) }
        return Array(try MarkdownText.longest(of: dossier, atMost: 1 << 30).utf8)
    }

    private func batches(of texts: [String]) -> [[String]] {
        stride(from: 0, to: texts.count, by: 8).map { Array(texts[$0..<min($0 + 8, texts.count)]) }
    }

    /// Text wherever AWS, a user or a file may have written it.
    private func dossier(_ texts: [String]) -> Dossier {
        var vpcs = texts.enumerated().map { index, text in
            var vpc = SampleVPC.hostile("vpc-0e\(1_000 + index)", text)
            vpc.cidrBlocks = [text]
            vpc.belowVPC = .init(
                text: text, subnets: 1, subnetsLogged: [text], subnetsNotLogged: [text], interfacesLogged: [text])
            return vpc
        }
        vpcs += texts.enumerated().map { index, text in
            var vpc = SampleVPC.withoutFlowLog("vpc-0f\(1_000 + index)")
            vpc.exception = Exception(
                number: 1, owner: text, approver: text, reason: text, ticket: text, approvedOn: "2026-01-31",
                expiresOn: "2026-12-31", compensatingControl: text)
            return vpc
        }
        let gaps = texts.enumerated().map { index, text in
            SampleDossier.gap(
                .vpcs, action: "DescribeVpcs", region: "eu-west-\(index)", code: "Code\(index)", message: text)
        }
        var dossier = SampleDossier.make(vpcs, gaps: gaps)
        let all = texts.joined(separator: " ")
        dossier.identities[0].arn = all
        dossier.run.arguments = ["scan"] + texts
        dossier.exchanges[0].error = .init(code: "Code", message: all)
        dossier.exchanges[0].endpoint = "https://\(all)"
        dossier.scope.customEndpoints = ["https://\(all)"]
        return dossier
    }

    private func brief(_ texts: [String]) -> Dossier {
        SampleDossier.make(
            texts.enumerated().map { index, text in
                var vpc = SampleVPC.withoutFlowLog("vpc-0e\(1_000 + index)")
                vpc.name = text
                return vpc
            })
    }

    private func comparison(_ texts: [String]) -> Comparison {
        func draft(_ verdict: Verdict) -> Dossier {
            var draft = EstateDraft()
            for (index, text) in texts.enumerated() {
                draft.region("eu-west-\(index)", .partial)
                draft.vpcs.append(EstateDraft.vpc("vpc-1", verdict, in: "eu-west-\(index)", name: text, text: text))
                guard verdict == .fail else { continue }
                draft.gap(.flowLogs, "DescribeFlowLogs", in: "eu-west-\(index)", message: text)
            }
            return draft.dossier
        }
        return Comparison(from: draft(.pass), to: draft(.fail))
    }

    /// But for line ends, and the mark that opens a table for Excel.
    private func expectNothingActs(in bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
        let isTable = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let text = String(decoding: isTable ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
        let acting = text.unicodeScalars.first { $0.isActing && $0 != "\n" && $0 != "\r" }
        #expect(acting == nil, sourceLocation: sourceLocation)
        #expect(!text.unicodeScalars.contains("\r") || isTable, sourceLocation: sourceLocation)
    }
}
