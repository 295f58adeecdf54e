/// One VPC: its facts, its verdict, and the exchanges that prove them.
package struct Assessment: Codable, Sendable, Hashable {
    /// The VPC's ARN, with its owner's account; seen from another account, `@<account>` is appended.
    package var id: String
    /// The account that was asked.
    package var account: String
    package var region: String
    package var vpcId: String
    /// The value of the tag `Name`.
    package var name: String?
    package var ownerId: String
    package var isDefault: Bool
    package var state: String?
    /// IPv4, then IPv6, as associated.
    package var cidrBlocks: [String]
    package var tags: [Tag]

    /// Under the policy that decides the run.
    package var verdict: Verdict
    package var reason: Reason
    /// What each policy says of the same facts.
    package var byPolicy: ByPolicy<PolicyVerdict>

    /// The VPC-level flow logs.
    package var flowLogs: [FlowLog]
    /// What is logged below the VPC, on a VPC without a working flow log of its own.
    package var belowVPC: BelowVPC?
    /// Nil where no day was asked for, and for VPCs of other accounts.
    package var loggedPeriod: LoggedPeriod?
    /// What the owner's account says of a VPC that is shared with this one, if it was in the same run.
    package var ownerVerdict: OwnerVerdict?
    package var citations: [Citation]
    package var remediation: Remediation?
    /// The valid exception that accepts its fail, under whichever policy it fails.
    package var exception: Exception?

    package struct PolicyVerdict: Codable, Sendable, Hashable {
        package var verdict: Verdict
        package var reason: ReasonCode

        package init(_ verdict: Verdict, _ reason: ReasonCode) {
            self.verdict = verdict
            self.reason = reason
        }
    }

    /// Flow logs of a VPC's subnets and network interfaces. They explain; they never pass the VPC.
    package struct BelowVPC: Codable, Sendable, Hashable {
        package var text: String
        /// How many the VPC has; nil where not all could be read.
        package var subnets: Int?
        package var subnetsLogged: [String]
        package var subnetsNotLogged: [String]
        package var interfacesLogged: [String]

        package init(
            text: String, subnets: Int?, subnetsLogged: [String], subnetsNotLogged: [String],
            interfacesLogged: [String]
        ) {
            self.text = text
            self.subnets = subnets
            self.subnetsLogged = subnetsLogged
            self.subnetsNotLogged = subnetsNotLogged
            self.interfacesLogged = interfacesLogged
        }
    }

    package struct OwnerVerdict: Codable, Sendable, Hashable {
        package var id: String
        package var verdict: Verdict
        package var reason: ReasonCode

        package init(id: String, verdict: Verdict, reason: ReasonCode) {
            self.id = id
            self.verdict = verdict
            self.reason = reason
        }
    }

    package init(
        id: String, account: String, region: String, vpcId: String, name: String?, ownerId: String,
        isDefault: Bool, state: String?, cidrBlocks: [String], tags: [Tag], verdict: Verdict, reason: Reason,
        byPolicy: ByPolicy<PolicyVerdict>, flowLogs: [FlowLog], loggedPeriod: LoggedPeriod? = nil,
        belowVPC: BelowVPC? = nil, ownerVerdict: OwnerVerdict? = nil, citations: [Citation],
        remediation: Remediation? = nil,
        exception: Exception? = nil
    ) {
        self.id = id
        self.account = account
        self.region = region
        self.vpcId = vpcId
        self.name = name
        self.ownerId = ownerId
        self.isDefault = isDefault
        self.state = state
        self.cidrBlocks = cidrBlocks
        self.tags = tags
        self.verdict = verdict
        self.reason = reason
        self.byPolicy = byPolicy
        self.flowLogs = flowLogs
        self.loggedPeriod = loggedPeriod
        self.belowVPC = belowVPC
        self.ownerVerdict = ownerVerdict
        self.citations = citations
        self.remediation = remediation
        self.exception = exception
    }
}

/// The exchanges that something follows from, by their numbers in `data/exchanges.jsonl`.
package struct Citation: Codable, Sendable, Hashable {
    package var exchange: Int
    /// The last of several that follow each other, such as all pages of a listing; nil for a single one.
    package var through: Int?
    /// The response body of the first, in the package; nil when there was none.
    package var file: String?

    package init(exchange: Int, through: Int? = nil, file: String?) {
        self.exchange = exchange
        self.through = through
        self.file = file
    }
}

/// A fail that somebody answers for until a day: what its entry in the list of exceptions says.
package struct Exception: Codable, Sendable, Hashable {
    /// Of the entry, from 1.
    package var number: Int
    package var owner: String
    package var approver: String
    package var reason: String
    package var ticket: String
    /// yyyy-mm-dd
    package var approvedOn: String
    /// yyyy-mm-dd, the last day on which it holds
    package var expiresOn: String
    /// What is done instead.
    package var compensatingControl: String?

    package init(
        number: Int, owner: String, approver: String, reason: String, ticket: String, approvedOn: String,
        expiresOn: String, compensatingControl: String? = nil
    ) {
        self.number = number
        self.owner = owner
        self.approver = approver
        self.reason = reason
        self.ticket = ticket
        self.approvedOn = approvedOn
        self.expiresOn = expiresOn
        self.compensatingControl = compensatingControl
    }
}

extension Assessment {
    /// A fail that a valid exception accepts: it stays a fail, and does not fail the run.
    package var isAccepted: Bool { verdict == .fail && exception != nil }
    package func isAccepted(under policy: PolicyName) -> Bool {
        byPolicy[policy].verdict == .fail && exception != nil
    }
    /// Seen by this account, owned by another.
    package var isShared: Bool { ownerId != account }
}
