/// What a run was given and when: with the exchanges, all that is needed to judge and render again.
/// It is `data/run.json`.
package struct Run: Codable, Sendable, Hashable {
    package var id: String
    package var startedAt: Timestamp
    package var finishedAt: Timestamp
    package var tool: Tool
    /// What was typed, and what a configuration file added to it, with anything secret cut out.
    package var arguments: [String]
    package var source: Source
    package var settings: Settings
    /// The accounts that were asked, in the order they were asked.
    package var accounts: [Account]
    /// The run whose answers were judged again with other settings or by another version.
    package var derivedFrom: Origin?
    /// Nil where neither was named.
    package var attribution: Attribution?
    /// Nil where no file was read.
    package var configuration: Configuration?
    /// How far AWS's clock was ahead of the machine's, in milliseconds, where requests had to be signed at AWS's time;
    /// nil where they had not. All other times are the machine's.
    package var clockOffset: Int64?
    /// Ten thousand years, in milliseconds: no two times that can be written are further apart.
    package static let clockOffsetLimits: ClosedRange<Int64> = -316_000_000_000_000...316_000_000_000_000

    /// The configuration file that was read; what it set stands among the arguments.
    package struct Configuration: Codable, Sendable, Hashable {
        /// As it was named.
        package var file: String
        /// Of its bytes.
        package var sha256: String

        package init(file: String, sha256: String) {
            self.file = file
            self.sha256 = sha256
        }
    }

    /// In whose name a package is made, as they were named on the command line; it decides nothing.
    package struct Attribution: Codable, Sendable, Hashable {
        /// Who answers for what was scanned.
        package var organization: String?
        /// Who is to check the package, or did.
        package var reviewer: String?

        package init(organization: String?, reviewer: String?) {
            self.organization = organization
            self.reviewer = reviewer
        }
    }

    package enum Source: String, Codable, Sendable {
        case live
        /// The sample estate built into the binary.
        case demo
    }

    /// What decides verdicts and reports, beside the answers of AWS.
    package struct Settings: Codable, Sendable, Hashable {
        package var policy: PolicyName
        package var includesDefaultVPCs: Bool
        package var remediation: Bool
        /// Names of the report formats; findings.json is always written.
        package var formats: [String]
        /// Empty: every region enabled for the account.
        package var regions: [String]
        /// Nil where nothing of it was asked for.
        package var depth: Depth?
        /// Nil: as they usually are.
        package var fixes: FixSettings?
        /// The version of the benchmark whose name and number the reports bear; nil: the usual one.
        package var benchmark: String?
        /// The series of uploads that the SARIF reports belong to; nil: whoever uploads them says which.
        package var sarifCategory: String?

        package init(
            policy: PolicyName, includesDefaultVPCs: Bool, remediation: Bool, formats: [String],
            regions: [String], depth: Depth? = nil, fixes: FixSettings? = nil, benchmark: String? = nil,
            sarifCategory: String? = nil
        ) {
            self.policy = policy
            self.includesDefaultVPCs = includesDefaultVPCs
            self.remediation = remediation
            self.formats = formats
            self.regions = regions
            self.depth = depth
            self.fixes = fixes
            self.benchmark = benchmark
            self.sarifCategory = sarifCategory
        }
    }

    package struct Account: Codable, Sendable, Hashable {
        package var id: String
        /// Where GetCallerIdentity and DescribeRegions were asked.
        package var homeRegion: String
        /// Where the credentials came from, in words: `profile audit (IAM Identity Center)`. Nil for a demo, and in
        /// packages of versions that did not tell.
        package var credentialSource: String?

        package init(id: String, homeRegion: String, credentialSource: String? = nil) {
            self.id = id
            self.homeRegion = homeRegion
            self.credentialSource = credentialSource
        }
    }

    /// The package that a run took its answers from.
    package struct Origin: Codable, Sendable, Hashable {
        package var runId: String
        /// `sha256:…`: what was concluded there.
        package var digest: String

        package init(runId: String, digest: String) {
            self.runId = runId
            self.digest = digest
        }
    }

    package init(
        id: String, startedAt: Timestamp, finishedAt: Timestamp, tool: Tool, arguments: [String],
        source: Source, settings: Settings, accounts: [Account], derivedFrom: Origin? = nil,
        attribution: Attribution? = nil, configuration: Configuration? = nil, clockOffset: Int64? = nil
    ) {
        self.id = id
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.tool = tool
        self.arguments = arguments
        self.source = source
        self.settings = settings
        self.accounts = accounts
        self.derivedFrom = derivedFrom
        self.attribution = attribution
        self.configuration = configuration
        self.clockOffset = clockOffset
    }
}

/// The program that made a package.
package struct Tool: Codable, Sendable, Hashable {
    package var name: String
    package var version: String
    /// The git commit it was built from; nil where the build did not know.
    package var commit: String?
    /// SHA-256 of the executable file; nil where it could not be read.
    package var sha256: String?

    package init(name: String, version: String, commit: String?, sha256: String?) {
        self.name = name
        self.version = version
        self.commit = commit
        self.sha256 = sha256
    }
}
