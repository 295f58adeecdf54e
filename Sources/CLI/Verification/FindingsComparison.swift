import Bag
import Evidence
import Report

/// Holds the findings.json of another version against what this one writes of the same answers, part by part: all but
/// words for people must be the same, and nothing may stand there that nobody writes.
final class FindingsComparison: Output {
    struct Outcome {
        /// The first one; nil where there is none.
        var difference: String?
        /// What the other version worded otherwise, sorted.
        var words: [String]
    }

    private let source: LineSource
    private let hasFixes: Bool
    private var found = FindingsParts()
    private var waiting: FindingsParts.Part?
    private var expected = FindingsParts()
    private var line: [UInt8] = []
    private var difference: String?
    private var words: Set<String> = []
    private static let file = ReportFormat.findings.file
    private static let lineLimit = 16 << 20

    /// - Parameter sha256: of the file as it was sealed.
    static func outcome(
        of package: OpenPackage, sealed sha256: String, against dossier: Dossier, hasFixes: Bool
    ) throws -> Outcome {
        let comparison: FindingsComparison
        do {
            comparison = FindingsComparison(try package.lines(of: file, atMost: lineLimit), hasFixes: hasFixes)
            try ReportFormat.findings.render(dossier, comparison)
            try comparison.finish()
        } catch let error as PackageError where !error.isOfSystem {
            return Outcome(difference: error.description, words: [])
        } catch let error as FindingsParts.Malformed {
            return Outcome(difference: "\(file) line \(error.line) is not as Exhibit writes it", words: [])
        }
        if comparison.difference == nil, comparison.source.sha256 != sha256 {
            comparison.difference = "\(file) changed while it was read"
        }
        return Outcome(difference: comparison.difference, words: comparison.words.sorted())
    }

    private init(_ source: LineSource, hasFixes: Bool) {
        self.source = source
        self.hasFixes = hasFixes
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while difference == nil, let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line.append(contentsOf: rest[..<end])
            rest = rest[(end + 1)...]
            if let part = try expected.take(line[...]) { try hold(part) }
            line.removeAll(keepingCapacity: true)
        }
        line.append(contentsOf: rest)
    }

    private func finish() throws {
        guard difference == nil else { return }
        if let part = try nextFound() { return tell("has more in “\(part.field)” than the answers give") }
        try found.finish()
        let fields = expected.fields.filter { found.fields.contains($0) || !FindingsWords.later.contains($0) }
        for (mine, theirs) in zip(fields, found.fields) where mine != theirs {
            return tell("has “\(theirs)” where “\(mine)” belongs")
        }
        if fields.count != found.fields.count { tell("has other fields than Exhibit writes") }
    }

    private func tell(_ text: String) {
        if difference == nil { difference = "\(Self.file) \(text)" }
    }

    private func nextFound() throws -> FindingsParts.Part? {
        if let waiting {
            self.waiting = nil
            return waiting
        }
        while let line = try source.next() {
            if let part = try found.take(line[...]) { return part }
        }
        return nil
    }

    private func hold(_ expected: FindingsParts.Part) throws {
        guard let part = try nextFound() else { return tell("ends before “\(expected.field)” is told to its end") }
        guard part.field == expected.field, part.isElement == expected.isElement else {
            if FindingsWords.later.contains(expected.field) {
                waiting = part
            } else {
                tell("has “\(part.field)” where more of “\(expected.field)” belongs")
            }
            return
        }
        let claimed: JSONTree
        do {
            claimed = try JSONTree(part.json[...])
        } catch JSONTree.Refusal.twice(let path) {
            return tell("has “\(([part.field] + path).joined(separator: "."))” twice")
        } catch {
            return tell("holds in “\(part.field)” what is no JSON")
        }
        let judged = try JSONTree(expected.json[...])
        let subject = (judged["vpcId"] ?? judged["region"])?.text.map { " of \($0)" } ?? ""
        compare(claimed, judged, [part.field], subject)
    }

    private func compare(_ claimed: JSONTree, _ judged: JSONTree, _ path: [String], _ subject: String) {
        guard claimed != judged, difference == nil else { return }
        let place = path.joined(separator: ".")
        if let name = FindingsWords.names[place] {
            guard isShaped(claimed, like: judged, place) else {
                return tell("has in “\(place)”\(subject) what Exhibit does not write there")
            }
            words.insert(name)
            return
        }
        switch (claimed, judged) {
        case (.object(let mine), .object(let theirs)):
            let claims = Self.table(mine)
            let judgements = Self.table(theirs)
            for member in mine where judgements[member.key] == nil { hold(unexpected: member, path, subject) }
            for member in theirs {
                let inner = path + [member.name]
                if let claim = claims[member.key] {
                    compare(claim, member.value, inner, subject)
                } else if !mayLack(inner.joined(separator: ".")) {
                    tell("leaves out “\(inner.joined(separator: "."))”\(subject)")
                }
            }
        case (.list(let mine), .list(let theirs)) where mine.count == theirs.count:
            for (claim, judgement) in zip(mine, theirs) { compare(claim, judgement, path, subject) }
        case (.list(let mine), .list(let theirs)):
            tell("has \(mine.count) entries in “\(place)”\(subject), the answers give \(theirs.count)")
        default:
            tell("says \(Self.shown(claimed)) in “\(place)”\(subject), the answers give \(Self.shown(judged))")
        }
    }

    /// A fix is words, whichever version makes one.
    private func mayLack(_ place: String) -> Bool {
        FindingsWords.later.contains(place) || place == "assessments.remediation"
    }

    private func hold(unexpected member: JSONTree.Member, _ path: [String], _ subject: String) {
        let place = (path + [member.name]).joined(separator: ".")
        let known = JSONTree.object([])
        guard hasFixes, place == "assessments.remediation", isShaped(member.value, like: known, place) else {
            return tell("has “\(place)”\(subject), which nothing in the answers gives")
        }
        words.insert(FindingsWords.names[place] ?? place)
    }

    /// Whether words have the form of others: texts for texts, and in objects no key that those have not.
    private func isShaped(_ claimed: JSONTree, like judged: JSONTree, _ place: String) -> Bool {
        switch (claimed, judged) {
        case (.string, .string): return true
        case (.list(let mine), .list(let theirs)):
            let forms = theirs.first.map { [$0] } ?? []
            return mine.allSatisfy { claim in
                if case .string = claim, forms.isEmpty { return true }
                return forms.contains { isShaped(claim, like: $0, place) }
            }
        case (.object(let mine), .object(let theirs)):
            let optional = FindingsWords.optional[place] ?? []
            let forms = Self.table(theirs)
            return mine.allSatisfy { member in
                if let form = forms[member.key] { return isShaped(member.value, like: form, place) }
                guard case .string = member.value else { return false }
                return optional.contains(member.name)
            }
        default: return false
        }
    }

    private static func table(_ members: [JSONTree.Member]) -> [[UInt8]: JSONTree] {
        Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private static func shown(_ tree: JSONTree) -> String {
        switch tree {
        case .string(let bytes), .number(let bytes): "“\(String(decoding: bytes.prefix(80), as: UTF8.self))”"
        case .bool(let value): "“\(value)”"
        case .null: "nothing"
        case .object: "an object"
        case .list: "a list"
        }
    }
}
