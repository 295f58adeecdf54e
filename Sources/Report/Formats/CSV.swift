import Evidence

extension ReportFormat {
    /// The whole population for a spreadsheet: a row for each VPC, and one without an id for each gap that hides VPCs.
    package static let csv = ReportFormat(name: "csv", file: "vpcs.csv") { dossier, output in
        let columns = CSVColumn.all(of: dossier)
        var table = CSVText(to: output)
        try table.writeRow(columns.map(\.name))
        for vpc in dossier.assessments {
            try table.writeRow(columns.map { $0.ofVPC(vpc) })
        }
        for gap in dossier.gaps where gap.hides == .vpcs {
            try table.writeRow(columns.map { $0.ofGap(gap) })
        }
        try table.finish()
    }
}

/// A column and what stands in it. Lists in a cell are separated by ` | `.
private struct CSVColumn {
    let name: String
    let ofVPC: (Assessment) -> String
    let ofGap: (Gap) -> String

    init(
        _ name: String, _ ofVPC: @escaping (Assessment) -> String, gap ofGap: @escaping (Gap) -> String = { _ in "" }
    ) {
        self.name = name
        self.ofVPC = ofVPC
        self.ofGap = ofGap
    }

    static func all(of dossier: Dossier) -> [CSVColumn] {
        place + judgement + exception + flowLogs + (dossier.depth.map(looked) ?? []) + evidence + same(for: dossier)
    }

    private static var place: [CSVColumn] {
        [
            CSVColumn("account", \.account, gap: \.account),
            CSVColumn("region", \.region, gap: \.region),
            CSVColumn("vpc_id", \.vpcId),
            CSVColumn("name") { $0.name ?? "" },
            CSVColumn("id", \.id),
            CSVColumn("owner_id", \.ownerId),
            CSVColumn("is_default") { yesOrNo($0.isDefault) },
            CSVColumn("shared") { yesOrNo($0.isShared) },
            CSVColumn("state") { $0.state ?? "" },
            CSVColumn("cidr_blocks") { list($0.cidrBlocks) },
        ]
    }

    private static var judgement: [CSVColumn] {
        let unknown = Verdict.notAssessed.rawValue
        return [
            CSVColumn("verdict", \.verdict.rawValue) { _ in unknown },
            CSVColumn("reason_code", \.reason.code.rawValue, gap: \.code),
            CSVColumn("reason", \.reason.text) { "\($0.action): \($0.message) \($0.advice)" },
            CSVColumn("effective", \.byPolicy.effective.verdict.rawValue) { _ in unknown },
            CSVColumn("cis_3_7_as_written", \.byPolicy.cis.verdict.rawValue) { _ in unknown },
            CSVColumn("cloud_audit", \.byPolicy.cloudAudit.verdict.rawValue) { _ in unknown },
            CSVColumn("owner_verdict") { $0.ownerVerdict?.verdict.rawValue ?? "" },
            CSVColumn("remediation") { $0.remediation?.summary ?? "" },
        ]
    }

    private static var exception: [CSVColumn] {
        [
            CSVColumn("accepted") { yesOrNo($0.isAccepted) },
            CSVColumn("exception_owner") { $0.exception?.owner ?? "" },
            CSVColumn("exception_approver") { $0.exception?.approver ?? "" },
            CSVColumn("exception_reason") { $0.exception?.reason ?? "" },
            CSVColumn("exception_ticket") { $0.exception?.ticket ?? "" },
            CSVColumn("exception_approved_on") { $0.exception?.approvedOn ?? "" },
            CSVColumn("exception_expires_on") { $0.exception?.expiresOn ?? "" },
            CSVColumn("compensating_control") { $0.exception?.compensatingControl ?? "" },
        ]
    }

    private static var flowLogs: [CSVColumn] {
        [
            CSVColumn("flow_logs") { String($0.flowLogs.count) },
            CSVColumn("flow_log_ids") { list($0.flowLogs.map(\.flowLogId)) },
            CSVColumn("flow_log_statuses") { list($0.flowLogs.map(\.flowLogStatus)) },
            CSVColumn("traffic_types") { list($0.flowLogs.map(\.trafficType)) },
            CSVColumn("delivery_statuses") { list($0.flowLogs.map(\.deliverLogsStatus)) },
            CSVColumn("delivery_errors") { list($0.flowLogs.map(\.deliverLogsErrorMessage)) },
            CSVColumn("destination_types") { list($0.flowLogs.map(\.logDestinationType)) },
            CSVColumn("destinations") { list($0.flowLogs.map { $0.logDestination ?? $0.logGroupName }) },
            CSVColumn("created") { list($0.flowLogs.map(\.creationTime)) },
            CSVColumn("below_vpc") { $0.belowVPC?.text ?? "" },
        ]
    }

    /// Of what the run looked at beyond the flow logs.
    private static func looked(_ depth: Depth) -> [CSVColumn] {
        let destinations = [
            CSVColumn("destination_presence") { list($0.flowLogs.map { $0.destination?.presence.rawValue }) },
            CSVColumn("destination_retention") { list($0.flowLogs.map { $0.destination?.retention?.words }) },
            CSVColumn("destination_facts") { list($0.flowLogs.map { $0.destination?.text }) },
        ]
        let records = [
            CSVColumn("newest_record") { list($0.flowLogs.map { $0.newestRecord?.sight.rawValue }) },
            CSVColumn("newest_record_at") { list($0.flowLogs.map { $0.newestRecord?.time?.description }) },
        ]
        let period = [
            CSVColumn("logged_since_asked") { $0.loggedPeriod == nil ? "" : depth.since ?? "" },
            CSVColumn("logged_since_covered") { $0.loggedPeriod?.covered.rawValue ?? "" },
            CSVColumn("logged_since") { $0.loggedPeriod?.since ?? "" },
        ]
        return (depth.checksDestinations ? destinations : []) + (depth.recordHours == nil ? [] : records)
            + (depth.since == nil ? [] : period)
    }

    private static var evidence: [CSVColumn] {
        [
            CSVColumn("exchanges") {
                list($0.citations.map(\.numbers))
            } gap: {
                $0.citation.numbers
            },
            CSVColumn("evidence_files") {
                list($0.citations.compactMap(\.file))
            } gap: {
                $0.citation.file ?? ""
            },
        ]
    }

    /// The last is there only where answers came from elsewhere than AWS.
    private static func same(for dossier: Dossier) -> [CSVColumn] {
        let endpoints = dossier.endpointNames.map { [("custom_endpoints", list($0))] } ?? []
        let all = [
            ("policy", dossier.policy.name.rawValue),
            ("source", dossier.run.source.rawValue),
            ("run_id", dossier.run.id),
            ("scanned_at", dossier.run.startedAt.description),
            ("digest", dossier.digest),
        ]
        return (all + endpoints).map { name, value in CSVColumn(name, { _ in value }, gap: { _ in value }) }
    }

    private static func list(_ items: [String]) -> String { items.joined(separator: " | ") }

    /// What AWS left out keeps its place, so that the lists of one row run in step. Nothing at all stays empty.
    private static func list(_ items: [String?]) -> String {
        items.contains { $0 != nil } ? list(items.map { $0 ?? "?" }) : ""
    }

    private static func yesOrNo(_ flag: Bool) -> String { flag ? "yes" : "no" }
}
