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
    /// Throws `ReportFailure` for a control that cannot be told in SARIF.
    init(_ dossier: Dossier) throws(ReportFailure) {
        let selection = SARIFSelection(of: dossier)
        let taxonomy = Taxonomy(of: dossier.control.benchmark)
        let driver = Driver(
            name: dossier.tool.name,
            version: dossier.tool.version,
            informationUri: dossier.control.benchmark.url,
            rules: [
                try .check(dossier.control, in: taxonomy),
                try .coverage(dossier.control),
            ],
            notifications: [.gap, .omission],
            supportedTaxonomies: [taxonomy.reference],
            properties: Driver.Properties(commit: dossier.tool.commit, sha256: dossier.tool.sha256))
        runs = [
            Run(
                tool: Tool(driver: driver),
                taxonomies: [taxonomy],
                invocations: [Invocation(of: dossier, omitted: selection.omitted)],
                automationDetails: AutomationDetails(
                    id: "exhibit/\(dossier.control.checkId)/\(dossier.accountsKey)/"),
                results: selection.results,
                properties: RunProperties(of: dossier, shown: selection))
        ]
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
    init(of dossier: Dossier, omitted: Int) {
        let command = [dossier.tool.name] + dossier.run.arguments
        self.init(
            commandLine: command.map(\.quotedForShell).joined(separator: " ").visible(),
            arguments: dossier.run.arguments,
            startTimeUtc: dossier.run.startedAt,
            endTimeUtc: dossier.run.finishedAt,
            toolExecutionNotifications: dossier.gaps.map(SARIFLog.Notification.init(of:))
                + (omitted == 0 ? [] : [.omitted(omitted)]))
    }
}

extension SARIFLog.RunProperties {
    init(of dossier: Dossier, shown: SARIFSelection) {
        self.init(
            digest: dossier.digest,
            runId: dossier.run.id,
            derivedFrom: dossier.run.derivedFrom,
            policy: dossier.policy.name,
            statement: dossier.statusSentence,
            summary: dossier.summary,
            identities: dossier.identities,
            regions: dossier.scope.regions,
            failsShown: shown.fails,
            failsOmitted: shown.omitted)
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
