/// All that is known after a run: what every report is made from, and what findings.json holds.
package struct Dossier: Sendable, Encodable {
    package static let schemaVersion = "1.0"

    package var tool: Tool
    package var run: RunSummary
    package var identities: [Identity]
    package var control: ControlDescription
    /// The policy that decides.
    package var policy: Policy
    /// All of them in words, for the comparison.
    package var policies: [Policy]
    package var scope: Scope
    package var summary: Summary
    /// Sorted by account, region, VPC id.
    package var assessments: [Assessment]
    package var gaps: [Gap]
    package var digest: String
    /// The exchanges behind it; they lie in `data/exchanges.jsonl`, not in findings.json.
    package var exchanges: [Exchange]
    /// What else the run was asked to look at; nil where nothing.
    package var depth: Depth?
    /// The series of uploads that the SARIF reports belong to, of the run's settings.
    package var sarifCategory: String?
    /// What else the reports are made from; it lies in `data/inputs/`.
    package var inputs = RunInputs()
    /// What became of each exception that the run was given, in their order.
    package internal(set) var exceptions: [ExceptionOutcome] = []

    enum CodingKeys: String, CodingKey {
        case schemaVersion, tool, run, identities, control, policy, policies, scope, summary, depth, period, baseline
        case assessments, gaps, exceptions, digest
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(Self.schemaVersion, forKey: .schemaVersion)
        try fields.encode(tool, forKey: .tool)
        try fields.encode(run, forKey: .run)
        try fields.encode(identities, forKey: .identities)
        try fields.encode(control, forKey: .control)
        try fields.encode(policy, forKey: .policy)
        try fields.encode(policies, forKey: .policies)
        try fields.encode(scope, forKey: .scope)
        try fields.encode(summary, forKey: .summary)
        try fields.encodeIfPresent(depth, forKey: .depth)
        try fields.encodeIfPresent(period, forKey: .period)
        try fields.encodeIfPresent(inputs.baseline?.name, forKey: .baseline)
        try fields.encode(assessments, forKey: .assessments)
        try fields.encode(gaps, forKey: .gaps)
        if inputs.exceptions != nil { try fields.encode(exceptions, forKey: .exceptions) }
        try fields.encode(digest, forKey: .digest)
    }

    package init(
        tool: Tool, run: RunSummary, identities: [Identity], control: ControlDescription, policy: Policy,
        policies: [Policy], scope: Scope, summary: Summary, assessments: [Assessment], gaps: [Gap], digest: String,
        exchanges: [Exchange], depth: Depth? = nil
    ) {
        self.depth = depth
        self.tool = tool
        self.run = run
        self.identities = identities
        self.control = control
        self.policy = policy
        self.policies = policies
        self.scope = scope
        self.summary = summary
        self.assessments = assessments
        self.gaps = gaps
        self.digest = digest
        self.exchanges = exchanges
    }

    /// Nil where no day was asked for.
    package var period: PeriodSummary? { depth?.since.map { PeriodSummary(since: $0, of: assessments) } }

    /// Every account of the run, sorted.
    package var accounts: [String] {
        Array(Set(identities.map(\.account) + scope.regions.map(\.account))).sortedByBytes()
    }

    package struct RunSummary: Codable, Sendable, Hashable {
        package var id: String
        /// A demo is evidence of nothing: reports say so.
        package var source: Run.Source
        package var startedAt: Timestamp
        package var finishedAt: Timestamp
        package var arguments: [String]
        package var derivedFrom: Run.Origin?

        package init(
            id: String, source: Run.Source, startedAt: Timestamp, finishedAt: Timestamp, arguments: [String],
            derivedFrom: Run.Origin? = nil
        ) {
            self.id = id
            self.source = source
            self.startedAt = startedAt
            self.finishedAt = finishedAt
            self.arguments = arguments
            self.derivedFrom = derivedFrom
        }
    }

    /// Who asked, in each account: STS GetCallerIdentity.
    package struct Identity: Codable, Sendable, Hashable {
        package var account: String
        package var arn: String
        /// Where the credentials came from, in words; nil for a demo.
        package var credentialSource: String?

        package init(account: String, arn: String, credentialSource: String? = nil) {
            self.account = account
            self.arn = arn
            self.credentialSource = credentialSource
        }
    }
}

/// What was to be read, and how far it was.
package struct Scope: Codable, Sendable, Hashable {
    package var partition: String
    /// The regions that were asked for; empty means every region enabled for the account.
    package var requested: [String]
    package var regions: [Region]
    /// Where answers came from that is not AWS over TLS, sorted: `http://127.0.0.1:5000`. It is written only where
    /// there is any.
    package var customEndpoints: [String]

    package init(partition: String, requested: [String], regions: [Region], customEndpoints: [String] = []) {
        self.partition = partition
        self.requested = requested
        self.regions = regions
        self.customEndpoints = customEndpoints
    }

    private enum CodingKeys: String, CodingKey {
        case partition, requested, regions, customEndpoints
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        partition = try fields.decode(String.self, forKey: .partition)
        requested = try fields.decode([String].self, forKey: .requested)
        regions = try fields.decode([Region].self, forKey: .regions)
        customEndpoints = try fields.decodeIfPresent([String].self, forKey: .customEndpoints) ?? []
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(partition, forKey: .partition)
        try fields.encode(requested, forKey: .requested)
        try fields.encode(regions, forKey: .regions)
        if !customEndpoints.isEmpty { try fields.encode(customEndpoints, forKey: .customEndpoints) }
    }

    package struct Region: Codable, Sendable, Hashable {
        package var account: String
        package var region: String
        package var status: Status
        /// How many VPCs were listed; nil where none could be.
        package var vpcs: Int?

        package init(account: String, region: String, status: Status, vpcs: Int?) {
            self.account = account
            self.region = region
            self.status = status
            self.vpcs = vpcs
        }
    }

    package enum Status: String, Codable, Sendable, CaseIterable {
        /// VPCs and flow logs were read to the end.
        case read
        /// VPCs were listed, to the end or in part, and something else is missing.
        case partial
        /// No VPC could be listed.
        case unreadable
        /// Not enabled for the account: nothing can exist there.
        case disabled
        /// Enabled, but the run was limited to other regions.
        case notRequested = "not-requested"
    }
}

/// Something that could not be read, with AWS's own words.
package struct Gap: Codable, Sendable, Hashable {
    package var account: String
    package var region: String
    package var action: String
    package var code: String
    package var message: String
    package var requestId: String?
    /// How often it was asked; nil in packages of versions that did not tell.
    package var attempts: Int?
    package var hides: Hides
    /// What the reader can do about it.
    package var advice: String
    package var citation: Citation

    package enum Hides: String, Codable, Sendable {
        case vpcs
        case flowLogs = "flow-logs"
        /// Only the explanation of a fail; the status stands without it.
        case explanation
    }

    /// Whether it hides the account with all its regions: nobody could say who asks, or which regions there are.
    package var hidesAccount: Bool {
        let calls = ["GetCallerIdentity", "DescribeRegions", "AssumeRole", "AssumeRoleWithWebIdentity"]
        return hides == .vpcs && calls.contains(action)
    }

    /// Whether it hides what destinations tell: then the VPCs whose verdict hangs on that are not assessed.
    package var isOfDestination: Bool {
        hides == .explanation && !hidesOtherRegions
            && !["DescribeSubnets", "DescribeNetworkInterfaces", "DescribeFlowLogs"].contains(action)
    }

    /// Whether nobody knows which regions the account has beside those that were named and read.
    package var hidesOtherRegions: Bool { hides == .explanation && action == "DescribeRegions" }

    package init(
        account: String, region: String, action: String, code: String, message: String, requestId: String?,
        attempts: Int? = nil, hides: Hides, advice: String, citation: Citation
    ) {
        self.account = account
        self.region = region
        self.action = action
        self.code = code
        self.message = message
        self.requestId = requestId
        self.attempts = attempts
        self.hides = hides
        self.advice = advice
        self.citation = citation
    }
}

/// The counts of a run.
package struct Summary: Codable, Sendable, Hashable {
    package var status: Status
    package var total: Int
    package var pass: Int
    package var fail: Int
    package var notApplicable: Int
    package var notAssessed: Int
    /// Fails that a valid exception accepts; they are counted in `fail` too.
    package var accepted: Int
    package var byPolicy: ByPolicy<Counts>

    package struct Counts: Codable, Sendable, Hashable {
        package var status: Status
        package var pass: Int
        package var fail: Int
        package var notApplicable: Int
        package var notAssessed: Int
        /// Of the fails.
        package var accepted: Int

        package init(
            status: Status, pass: Int, fail: Int, notApplicable: Int, notAssessed: Int, accepted: Int = 0
        ) {
            self.status = status
            self.pass = pass
            self.fail = fail
            self.notApplicable = notApplicable
            self.notAssessed = notAssessed
            self.accepted = accepted
        }
    }

    package init(
        status: Status, total: Int, pass: Int, fail: Int, notApplicable: Int, notAssessed: Int,
        accepted: Int, byPolicy: ByPolicy<Counts>
    ) {
        self.status = status
        self.total = total
        self.pass = pass
        self.fail = fail
        self.notApplicable = notApplicable
        self.notAssessed = notAssessed
        self.accepted = accepted
        self.byPolicy = byPolicy
    }
}
