import Evidence

/// The pictures of what the flow logs record and where they deliver it.
struct FlowLogShares {
    private struct Share {
        var name: String
        var working: Int
        var others: Int

        mutating func count(_ log: FlowLog) {
            if log.isWorking { working += 1 } else { others += 1 }
        }
    }

    private let traffic: [Share]
    private let destinations: [Share]

    init(_ dossier: Dossier) {
        traffic = Self.shares(
            of: dossier, by: \.trafficType,
            named: ["ALL": "all traffic", "REJECT": "rejected traffic", "ACCEPT": "accepted traffic"])
        destinations = Self.shares(
            of: dossier, by: \.logDestinationType,
            named: ["cloud-watch-logs": "CloudWatch Logs", "s3": "S3", "kinesis-data-firehose": "Firehose"])
    }

    /// The known values in words; what AWS left out or nobody knows yet last. The most frequent first.
    private static func shares(
        of dossier: Dossier, by value: (FlowLog) -> String?, named names: [String: String]
    ) -> [Share] {
        var shares: [String: Share] = [:]
        for vpc in dossier.assessments where !vpc.isShared {
            for log in vpc.flowLogs {
                let name = value(log).flatMap { names[$0] } ?? "something else, or not told"
                shares[name, default: Share(name: name, working: 0, others: 0)].count(log)
            }
        }
        return shares.values.sorted { ($1.working + $1.others, $0.name) < ($0.working + $0.others, $1.name) }
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
