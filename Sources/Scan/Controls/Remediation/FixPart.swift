/// One thing that a fix makes or mends. Each language writes it in its own way.
enum FixPart: Sendable {
    case logGroup(LogGroup)
    case role(ServiceRole)
    case bucket(LogBucket)
    case stream(DeliveryStream)
    case flowLog(NewFlowLog)
    case table(AthenaTable)

    /// A log group that a flow log names: it is made where it is missing, and else left as it is.
    case foundLogGroup(String)
    /// A role that is there or should be, and that its service cannot assume.
    case trustedRole(ServiceRole)
    /// The rights that such a role lacks.
    case addedRights(ServiceRole)
    /// A bucket that is there, and whose policy lacks these statements.
    case mendedBucket(name: String, PolicyDocument)
    /// A stream that is there, and lets nobody deliver to it.
    case mendedStream(name: String)
    /// How many writes a second CloudWatch Logs takes of the account.
    case logsQuota

    /// What it mends, where the fixes of several VPCs may mend the same: one of them does.
    func shared(in place: FixPlace) -> String? {
        switch self {
        case .trustedRole(let role): "role \(role.name)"
        case .mendedBucket(let name, _): "bucket \(name)"
        case .mendedStream: "delivery"
        case .logsQuota: "quota \(place.region)"
        case .logGroup, .role, .bucket, .stream, .flowLog, .table, .foundLogGroup, .addedRights: nil
        }
    }

    /// Whether it changes what is there, rather than making something new.
    var isMending: Bool {
        switch self {
        case .foundLogGroup, .trustedRole, .addedRights, .mendedBucket, .mendedStream, .logsQuota: true
        case .logGroup, .role, .bucket, .stream, .flowLog, .table: false
        }
    }

    struct LogGroup: Sendable {
        let name: String
        let days: Int
    }

    /// A role that a service assumes.
    struct ServiceRole: Sendable {
        let name: String
        /// Begins and ends with a slash.
        var path = "/"
        let trust: PolicyDocument
        var policyName: String
        let policy: PolicyDocument
    }

    /// A bucket that only holds logs, for so many days.
    struct LogBucket: Sendable {
        let name: String
        let days: Int
        let policy: PolicyDocument
    }

    /// To a bucket, through a role.
    struct DeliveryStream: Sendable {
        let name: String
        let bucket: String
        let role: String
    }

    struct NewFlowLog: Sendable {
        enum Destination: Sendable {
            case logGroup(String, role: String)
            case bucket(String)
            case stream(String)
        }

        let destination: Destination
        /// `ALL` or `REJECT`.
        let traffic: String
        /// Nil: the default format.
        let format: String?
    }
}
