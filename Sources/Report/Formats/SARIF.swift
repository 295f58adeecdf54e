import Evidence

extension ReportFormat {
    /// SARIF 2.1.0 as GitHub code scanning takes it: one run, which holds what failed and nothing else.
    ///
    /// GitHub shows any other kind of result as an open alert, and refuses a whole file for one bad result.
    /// Source: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
    package static let sarif = ReportFormat(name: "sarif", file: "report.sarif") { dossier, output in
        try JSONText.write(SARIFLog(dossier), .indented, to: output)
    }
}

extension SARIFLog {
    /// For GitHub. Throws `ReportFailure` for a control that cannot be told in SARIF.
    init(_ dossier: Dossier) throws(ReportFailure) {
        let selection = SARIFSelection(of: dossier)
        let notifications =
            dossier.gaps.map { Notification(of: $0, level: .warning) } + selection.notifications(for: dossier)
        runs = [
            try Run(
                of: dossier, invocation: Invocation(of: dossier, notifications, isSuccessful: true),
                results: Results(selection.results),
                properties: RunProperties(
                    of: dossier, fails: selection.fails, carriedOver: selection.carriedOver))
        ]
    }
}

extension SARIFLog.Run {
    /// What every profile says of a run.
    init(
        of dossier: Dossier, invocation: SARIFLog.Invocation, results: SARIFLog.Results,
        properties: SARIFLog.RunProperties
    ) throws(ReportFailure) {
        let taxonomy = SARIFLog.Taxonomy(of: dossier.control.benchmark)
        let driver = SARIFLog.Driver(
            name: dossier.tool.name,
            version: dossier.tool.version,
            informationUri: dossier.control.benchmark.url,
            rules: [
                try .check(dossier.control, in: taxonomy),
                try .coverage(dossier.control),
            ],
            notifications: [.gap, .omission, .unplaced],
            supportedTaxonomies: [taxonomy.reference],
            properties: SARIFLog.Driver.Properties(commit: dossier.tool.commit, sha256: dossier.tool.sha256))
        self.init(
            tool: SARIFLog.Tool(driver: driver),
            taxonomies: [taxonomy],
            invocations: [invocation],
            automationDetails: dossier.sarifCategory.map { SARIFLog.AutomationDetails(id: "\($0)/") },
            results: results,
            properties: properties)
    }
}

extension SARIFLog.Taxonomy {
    /// The benchmark as far as it is checked here.
    init(of benchmark: ControlDescription.Benchmark) {
        self.init(
            name: benchmark.name,
            guid: "12c762c4-cbac-5181-8f7a-0375fcef73e4",
            version: benchmark.version,
            organization: "Center for Internet Security",
            informationUri: benchmark.url,
            shortDescription: SARIFLog.Text(text: "\(benchmark.name) v\(benchmark.version)"),
            taxa: [
                .init(id: benchmark.id, name: benchmark.level, shortDescription: .init(text: benchmark.title))
            ])
    }

    var reference: SARIFLog.ComponentReference {
        SARIFLog.ComponentReference(name: name, index: 0, guid: guid)
    }
}

extension SARIFLog.Invocation {
    init(of dossier: Dossier, _ notifications: [SARIFLog.Notification], isSuccessful: Bool) {
        let command = [dossier.tool.name] + dossier.run.arguments
        self.init(
            commandLine: command.map(\.quotedForShell).joined(separator: " ").visible(),
            arguments: dossier.run.arguments,
            startTimeUtc: dossier.run.startedAt,
            endTimeUtc: dossier.run.finishedAt,
            executionSuccessful: isSuccessful,
            toolExecutionNotifications: notifications)
    }
}

extension SARIFLog.RunProperties {
    init(of dossier: Dossier, fails: SARIFSelection.Count, carriedOver: SARIFSelection.Count) {
        let hasBaseline = dossier.inputs.baseline != nil
        self.init(
            digest: dossier.digest,
            runId: dossier.run.id,
            derivedFrom: dossier.run.derivedFrom,
            policy: dossier.policy.name,
            statement: dossier.statusSentence,
            summary: dossier.summary,
            identities: dossier.identities,
            regions: dossier.scope.regions,
            failsShown: fails.shown,
            failsOmitted: fails.omitted,
            carriedOverShown: hasBaseline ? carriedOver.shown : nil,
            carriedOverOmitted: hasBaseline ? carriedOver.omitted : nil)
    }
}

extension String {
    /// As a POSIX shell takes it for one word.
    fileprivate var quotedForShell: String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,@%+")
        if !isEmpty && allSatisfy(plain.contains) { return self }
        return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
