/// What a run was given beside the answers of AWS. Each part lies in `data/inputs/`, so that the package can be
/// rendered again from itself; none holds a secret.
package struct RunInputs: Sendable, Hashable {
    /// `data/inputs/baseline.json`
    package var baseline: Baseline?
    /// `data/inputs/exceptions.json`; nil where there is none.
    package var exceptions: ExceptionList?
    /// `data/inputs/source-map.json`
    package var sourceMap: SourceMap?
    /// `data/inputs/templates/<name>`: the templates that stand for the built-in ones, by file name.
    package var templates: [String: String]

    package init(
        baseline: Baseline? = nil, exceptions: ExceptionList? = nil, sourceMap: SourceMap? = nil,
        templates: [String: String] = [:]
    ) {
        self.baseline = baseline
        self.exceptions = exceptions
        self.sourceMap = sourceMap
        self.templates = templates
    }
}

/// An earlier package, as far as this run is compared with it: what it said of each VPC, and what it could not see.
package struct Baseline: Codable, Sendable, Hashable {
    package var runId: String
    package var source: Run.Source
    package var startedAt: Timestamp
    package var finishedAt: Timestamp
    /// Every account of the run, sorted.
    package var accounts: [String]
    package var digest: String
    package var policy: PolicyName
    package var includesDefaultVPCs: Bool
    package var depth: Depth?
    package var status: Status
    package var regions: [Scope.Region]
    package var gaps: [Gap]
    /// Sorted by account, region, VPC id.
    package var vpcs: [VPC]
    /// What that run had already carried over, because it could not see it either.
    package var carriedOver: [CarriedFail]

    package struct VPC: Codable, Sendable, Hashable {
        package var id: String
        package var account: String
        package var region: String
        package var vpcId: String
        package var name: String?
        package var verdict: Verdict
        package var reason: Reason
        package var isAccepted: Bool
        /// Nil in packages of versions that did not keep them.
        package var cidrBlocks: [String]?

        package init(_ assessment: Assessment) {
            id = assessment.id
            account = assessment.account
            region = assessment.region
            vpcId = assessment.vpcId
            name = assessment.name
            verdict = assessment.verdict
            reason = assessment.reason
            isAccepted = assessment.isAccepted
            cidrBlocks = assessment.cidrBlocks
        }
    }

    package init(_ dossier: Dossier) {
        runId = dossier.run.id
        source = dossier.run.source
        startedAt = dossier.run.startedAt
        finishedAt = dossier.run.finishedAt
        accounts = dossier.accounts
        digest = dossier.digest
        policy = dossier.policy.name
        includesDefaultVPCs = dossier.policy.includesDefaultVPCs
        depth = dossier.depth
        status = dossier.summary.status
        regions = dossier.scope.regions
        gaps = dossier.gaps
        vpcs = dossier.assessments.map(VPC.init)
        carriedOver = dossier.inputs.baseline?.unseenFails(in: dossier) ?? []
    }
}

/// Where in a repository the VPCs are declared, for alerts that land on a line of code.
package struct SourceMap: Codable, Sendable, Hashable {
    /// Where an alert goes whose VPC is not mapped; nil: to a path of its own that is no file.
    package var fallback: Place?
    /// By VPC id (`vpc-…`), from the Terraform state.
    package var vpcs: [String: Place]
    /// What could not be mapped, a sentence each.
    package var remarks: [String]

    enum CodingKeys: String, CodingKey {
        case fallback, vpcs, remarks
    }

    package init(fallback: Place? = nil, vpcs: [String: Place] = [:], remarks: [String] = []) {
        self.fallback = fallback
        self.vpcs = vpcs
        self.remarks = remarks
    }

    package struct Place: Codable, Sendable, Hashable {
        /// Relative to the root of the repository, with `/` between its steps.
        package var path: String
        /// From 1.
        package var line: Int

        package init(path: String, line: Int) {
            self.path = path
            self.line = line
        }
    }
}
