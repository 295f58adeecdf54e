import Evidence
import Scan

/// How far a scan is, and how that is told in one line.
struct Progress: Sendable {
    private struct Place: Hashable {
        var account: String
        var region: String
    }

    private var accounts: Int
    /// Nil until every account has said which it has.
    private var regions: Int?
    private var failedAccounts = 0
    /// Begun and not ended, in the order they began.
    private var open: [Place] = []
    private var vpcs: [Place: Int] = [:]
    private var ended = 0
    private var endedInPart = 0
    private var destinations = 0
    private var endedDestinations = 0
    private var retries = 0
    private var throttled = 0

    init(accounts: Int) {
        self.accounts = accounts
    }

    mutating func take(_ event: ScanEvent) {
        switch event {
        case .began(_, let regions): self.regions = regions
        case .accountFailed: failedAccounts += 1
        case .regionBegan(let account, let region): open.append(Place(account: account, region: region))
        case .page(let account, let region, let action, let records):
            if action == "DescribeVpcs" { vpcs[Place(account: account, region: region), default: 0] += records }
        case .regionEnded(let account, let region, let count, let isWhole):
            let place = Place(account: account, region: region)
            open.removeAll { $0 == place }
            vpcs[place] = count
            ended += 1
            if !isWhole { endedInPart += 1 }
        case .destinationsBegan(_, let count): destinations += count
        case .destinationEnded: endedDestinations += 1
        }
    }

    /// A call is made again, after a wait.
    mutating func takeRetry(throttled isThrottled: Bool) {
        retries += 1
        if isThrottled { throttled += 1 }
    }

    /// `12 of 17 regions read, 3400 VPCs; waiting for ap-south-1 and 4 more; 3 retries, 2 throttled`, cut to the width.
    func line(width: Int) -> String {
        let line = ([read] + [waiting, again].compactMap(\.self)).joined(separator: "; ")
        // The last column stays free: some terminals go on to the next line from there.
        let limit = max(0, width - 1)
        return line.count <= limit ? line : String(line.prefix(max(0, limit - 1))) + (limit > 0 ? "…" : "")
    }

    /// What a log of the run ends with.
    var closing: String {
        ([read] + [again].compactMap(\.self)).joined(separator: "; ")
    }

    private var read: String {
        guard let regions else {
            return "asking \(Self.count(accounts, "account")) who asks and which regions there are"
        }
        let inPart = endedInPart > 0 ? ", \(endedInPart) not in full" : ""
        let failed = failedAccounts > 0 ? ", \(Self.count(failedAccounts, "account")) could not be read" : ""
        return "\(ended - endedInPart) of \(Self.count(regions, "region")) read\(inPart), "
            + "\(Self.count(vpcs.values.reduce(0, +), "VPC"))\(failed)\(delivered)"
    }

    private var delivered: String {
        destinations == 0 ? "" : ", \(endedDestinations) of \(Self.count(destinations, "destination"))"
    }

    private var waiting: String? {
        guard let first = open.first else { return nil }
        let more = open.count > 1 ? " and \(open.count - 1) more" : ""
        return "waiting for \(first.region)\(accounts > 1 ? " of \(first.account)" : "")\(more)"
    }

    private var again: String? {
        guard retries > 0 else { return nil }
        return "\(retries) \(retries == 1 ? "retry" : "retries")" + (throttled > 0 ? ", \(throttled) throttled" : "")
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
