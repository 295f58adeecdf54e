import Evidence
import Report

/// What `verify` vouches for: what is proven, what whoever made the run gave it, and what is not proven.
struct Vouched {
    var proven: [String] = []
    var given: [String] = []
    /// What is not proven of what people read, and why: the reasons for an exit status of its own.
    var unproven: [String] = []

    var lines: [String] {
        [("Proven", proven), ("Given", given), ("Not proven", unproven)].flatMap { name, entries in
            entries.isEmpty ? [] : ["\(name):"] + entries.map { "- \($0)" }
        }
    }

    /// Nothing.
    init() {}

    /// - Parameters:
    ///   - words: what an earlier version worded otherwise in findings.json.
    ///   - clockOffset: as `RecordedTimes` found it.
    init(_ dossier: Dossier, of run: Run, by version: Version, clockOffset: Int64?) {
        let formats = ReportFormat.chosen(by: run.settings)
        let own = OwnTemplates.formats(rendering: dossier.inputs.templates).filter {
            run.settings.formats.contains($0.name)
        }
        let counts =
            "\(dossier.assessments.count.of("verdict")), \(dossier.gaps.count.of("gap")), and every count, name, flow "
            + "log, citation and exception in findings.json"
        switch version {
        case .this:
            let rendered = formats.filter { format in !own.contains { $0.name == format.name } }
            proven.append("\(counts), with every sentence: made again from the answers, the same bytes")
            proven.append("\(Self.files(rendered)): rendered again, the same bytes")
        case .other(let name, let words, let hasOtherDescription):
            proven.append("\(counts): made again from the answers")
            unproven.append(
                "\(Self.files(formats.filter { $0.name != ReportFormat.findings.name })): made by another version "
                    + "(\(name), this is \(BuildInfo.version))")
            if !words.isEmpty {
                unproven.append(
                    "in findings.json \(words.joined(separator: ", ")): worded by another version (\(name))")
            }
            if hasOtherDescription {
                unproven.append("External-Description in bag-info.txt: worded by another version (\(name))")
            }
        }
        if !own.isEmpty {
            unproven.append(
                "\(Self.files(own)): rendered from the package's own templates "
                    + "(\(dossier.inputs.templates.keys.sorted().joined(separator: ", "))), which can say anything")
        }
        let endpoints = dossier.scope.customEndpoints
        if !endpoints.isEmpty {
            let more = endpoints.count > 3 ? " and \(endpoints.count - 3) more" : ""
            unproven.append(
                "that the answers are AWS's: they came from \(endpoints.count == 1 ? "a custom endpoint" : "custom endpoints"), "
                    + "not from AWS over TLS (\(endpoints.prefix(3).joined(separator: ", "))\(more))")
        }
        give(dossier, of: run, clockOffset: clockOffset)
    }

    enum Version {
        case this
        case other(String, words: [String], hasOtherDescription: Bool)
    }

    private mutating func give(_ dossier: Dossier, of run: Run, clockOffset: Int64?) {
        let regions =
            run.settings.regions.isEmpty ? "every enabled region" : run.settings.regions.joined(separator: ", ")
        given.append(
            "policy \(dossier.policy.name.rawValue) and the scope: \(regions) of \(dossier.accounts.count.of("account"))"
        )
        let inputs = dossier.inputs
        if let exceptions = inputs.exceptions {
            let fails = dossier.summary.accepted
            let rests =
                fails == 0
                ? "no fail is accepted by them"
                : "\(fails.of("fail")) \(fails == 1 ? "is" : "are") accepted by exceptions that the run was given, and the "
                    + "status \(dossier.summary.status.words.uppercased()) rests on that"
            given.append("exceptions (\(exceptions.entries.count)): \(rests)")
        }
        if let baseline = inputs.baseline {
            given.append(
                "the baseline, run \(baseline.runId) with digest \(baseline.digest): what changed, and what is carried "
                    + "over, is held against it")
        }
        if !inputs.templates.isEmpty {
            given.append("templates: \(inputs.templates.keys.sorted().joined(separator: ", "))")
        }
        if inputs.sourceMap != nil { given.append("the lines of code that alerts are placed on") }
        let names = [
            run.attribution?.organization.map { "organization “\($0)”" },
            run.attribution?.reviewer.map { "reviewer “\($0)”" },
        ].compactMap(\.self)
        if !names.isEmpty { given.append("names: \(names.joined(separator: ", "))") }
        if let clockOffset {
            let minutes = Int(abs(clockOffset) / 60_000)
            given.append(
                "the times of the run: they are those of a machine whose clock was \(minutes.of("minute")) "
                    + "\(clockOffset > 0 ? "behind" : "ahead of") AWS's")
        }
    }

    private static func files(_ formats: [ReportFormat]) -> String {
        let names = formats.map(\.file)
        return names.isEmpty ? "the reports" : names.joined(separator: ", ")
    }
}
