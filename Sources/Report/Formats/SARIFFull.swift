import Evidence

extension ReportFormat {
    /// SARIF 2.1.0 as the specification has it, for tools other than GitHub: every verdict with its kind, accepted
    /// fails with their suppression, and the exchanges with AWS as requests, responses and artifacts.
    /// Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    package static let sarifFull = ReportFormat(name: "sarif-full", file: "report.full.sarif") { dossier, output in
        try JSONText.write(SARIFLog(everythingOf: dossier), .indented, to: output)
    }
}

extension SARIFLog {
    /// Throws `ReportFailure` for a control that cannot be told in SARIF.
    init(everythingOf dossier: Dossier) throws(ReportFailure) {
        let coverage = dossier.coverageSentence
        // An error says that the run failed (§3.20.21): only where it did.
        let isPartial = coverage != nil
        var notifications = dossier.gaps.map {
            Notification(of: $0, level: $0.hides == .explanation ? .warning : .error)
        }
        if let coverage { notifications.insert(.incomplete(coverage), at: 0) }
        if let note = Notification(customEndpointsOf: dossier) { notifications.append(note) }

        let exchanges = SARIFExchanges(dossier.exchanges)
        let map = dossier.inputs.sourceMap
        let carried = dossier.inputs.baseline?.unseenFails(in: dossier) ?? []
        let fails = dossier.assessments.filter { $0.verdict == .fail && !$0.isAccepted }
        let unplaced = (fails.map(\.vpcId) + carried.map(\.vpc.vpcId)).filter { map?.vpcs[$0] == nil }
        if let map, let note = Notification(unplaced: unplaced, in: map) { notifications.append(note) }

        let hidden = Result(coverageOf: dossier).map { [$0] } ?? []
        let earlier = carried.lazy.map { Result(carriedOver: $0, checkId: dossier.control.checkId, in: map) }
        let results = Results(
            [
                AnySequence(hidden.map { $0.suppressed(by: nil) }),
                AnySequence(
                    dossier.assessments.lazy.map { vpc in
                        var result = Result(of: vpc, checkId: dossier.control.checkId, in: map)
                        result.attachments = exchanges.attachments(of: vpc.citations)
                        return result.suppressed(by: vpc.isAccepted ? vpc.exception : nil)
                    }),
                AnySequence(earlier.map { $0.suppressed(by: nil) }),
            ].lazy.joined())
        var run = try Run(
            of: dossier, invocation: Invocation(of: dossier, notifications, isSuccessful: !isPartial),
            results: results,
            properties: RunProperties(of: dossier, fails: fails.count, carriedOver: carried.count))
        run.originalUriBaseIds = BaseIds()
        run.artifacts = exchanges.artifacts
        run.webRequests = exchanges.requests
        run.webResponses = exchanges.responses
        runs = [run]
    }
}

extension SARIFLog.Notification {
    fileprivate static func incomplete(_ text: String) -> Self {
        Self(descriptor: Reference(id: SARIFLog.Descriptor.gap.id, index: 0), message: .init(text), level: .error)
    }
}

extension SARIFLog.Result {
    /// The same, with its suppressions: an empty list says that there is none.
    fileprivate func suppressed(by exception: Exception?) -> Self {
        var result = self
        result.suppressions = exception.map { [SARIFLog.Suppression($0)] } ?? []
        return result
    }
}

extension SARIFLog.RunProperties {
    /// Of a file that leaves nothing out.
    fileprivate init(of dossier: Dossier, fails: Int, carriedOver: Int) {
        self.init(
            of: dossier, fails: .init(shown: fails, omitted: 0), carriedOver: .init(shown: carriedOver, omitted: 0))
    }
}
