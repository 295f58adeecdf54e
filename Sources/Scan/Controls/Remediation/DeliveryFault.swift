import Evidence

/// Why a flow log does not deliver, as far as it can be mended where it lies.
/// Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-troubleshooting.html
enum DeliveryFault: Sendable, Hashable {
    /// `path` begins and ends with a slash.
    case role(name: String, path: String, logGroup: String)
    case bucket(name: String)
    case stream(name: String)
    case throttled

    /// Those of the flow logs that would pass the VPC if they delivered, each once. Empty where none can be
    /// mended: their destination is not understood, or AWS gives no cause but its own.
    static func all(in flowLogs: [FlowLog], account: String) -> [DeliveryFault] {
        var faults: [DeliveryFault] = []
        for log in flowLogs where log.isActive != false && log.isFailing && log.recordsRejects != false {
            guard let fault = DeliveryFault(log, account: account), !faults.contains(fault) else { continue }
            faults.append(fault)
        }
        return faults
    }

    private init?(_ log: FlowLog, account: String) {
        switch (log.deliverLogsErrorMessage, log.logDestinationType ?? "cloud-watch-logs") {
        case ("Rate limited", "cloud-watch-logs"): self = .throttled
        case ("Access error", "cloud-watch-logs"):
            guard let arn = log.deliverLogsPermissionArn.flatMap(Self.parts), arn[4] == account,
                let name = arn[5].split(separator: "/").last.map(String.init), arn[5].hasPrefix("role/"),
                Self.isName(name, of: "_+=,.@-", atMost: 64),
                let group = log.logGroupName ?? Self.logGroup(log.logDestination),
                Self.isName(group, of: "._/#-", atMost: 512)
            else { return nil }
            let path = String(arn[5].dropFirst("role".count).dropLast(name.count))
            guard Self.isName(path, of: "/_+=,.@-", atMost: 512) else { return nil }
            self = .role(name: name, path: path, logGroup: group)
        case ("Access error", "s3"):
            guard let arn = log.logDestination.flatMap(Self.parts), arn[2] == "s3" else { return nil }
            let name = String(arn[5].prefix { $0 != "/" })
            guard Self.isName(name, of: ".-", atMost: 63) else { return nil }
            self = .bucket(name: name)
        case ("Access error", "kinesis-data-firehose"):
            let kind = "deliverystream/"
            guard let arn = log.logDestination.flatMap(Self.parts), arn[4] == account, arn[5].hasPrefix(kind)
            else { return nil }
            let name = String(arn[5].dropFirst(kind.count))
            guard Self.isName(name, of: "_.-", atMost: 64) else { return nil }
            self = .stream(name: name)
        default: return nil
        }
    }

    /// The six parts of an ARN; the last one keeps its colons.
    private static func parts(of arn: String) -> [String]? {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        return parts.count == 6 && parts[0] == "arn" ? parts : nil
    }

    private static func logGroup(_ arn: String?) -> String? {
        guard let resource = arn.flatMap(parts)?[5], resource.hasPrefix("log-group:") else { return nil }
        let name = resource.dropFirst("log-group:".count)
        return String(name.hasSuffix(":*") ? name.dropLast(2) : name)
    }

    /// Letters, digits and these signs: names from AWS's answers become parts of commands, and are no other.
    private static func isName(_ name: String, of signs: String, atMost limit: Int) -> Bool {
        !name.isEmpty && name.utf8.count <= limit && !name.hasPrefix("-")
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: signs.utf8.contains(byte)
                }
            }
    }
}
