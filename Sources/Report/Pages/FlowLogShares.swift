import Evidence

/// The pictures of what the flow logs record and where they deliver it.
struct FlowLogShares {
    private struct Share {
        var name: String
        var working: Int
        var others: Int
    }

    private let traffic: [Share]
    private let destinations: [Share]

    init(_ dossier: Dossier) {
        let flowLogs = dossier.assessments.filter { !$0.isShared }.flatMap(\.flowLogs)
        traffic = Self.shares(
            of: flowLogs, by: \.trafficType,
            named: ["ALL": "all traffic", "REJECT": "rejected traffic", "ACCEPT": "accepted traffic"])
        destinations = Self.shares(
            of: flowLogs, by: \.logDestinationType,
            named: ["cloud-watch-logs": "CloudWatch Logs", "s3": "S3", "kinesis-data-firehose": "Firehose"])
    }

    /// The known values in words; what AWS left out or nobody knows yet last. The most frequent first.
    private static func shares(
        of flowLogs: [FlowLog], by value: (FlowLog) -> String?, named names: [String: String]
    ) -> [Share] {
        let groups = Dictionary(grouping: flowLogs) { value($0).flatMap { names[$0] } ?? "something else, or not told" }
        return groups.map { name, logs in
            let working = logs.count(where: \.isWorking)
            return Share(name: name, working: working, others: logs.count - working)
        }
        .sorted { ($1.working + $1.others, $0.name) < ($0.working + $0.others, $1.name) }
    }

    var page: Page {
        .object { [self] name in
            switch name {
            case "traffic": Self.page(traffic)
            case "destinations": Self.page(destinations)
            case "hasFlowLogs": .flag(!traffic.isEmpty)
            default: nil
            }
        }
    }

    private static func page(_ shares: [Share]) -> Page {
        let longest = shares.map { $0.working + $0.others }.max() ?? 0
        return .list(shares) { share in
            var counts = VerdictCounts()
            counts.pass = share.working
            counts.fail = share.others
            let bar = Bar(counts, longest: longest).page
            return .object { name in
                switch name {
                case "name": .own(share.name)
                case "working": .number(share.working)
                case "others": .number(share.others)
                case "bar": bar
                default: nil
                }
            }
        }
    }
}
