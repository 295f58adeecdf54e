import ArgumentParser
import Evidence

/// What AWS is asked beyond EC2, each only where it is wanted.
struct DepthOptions: ParsableArguments {
    @Flag(
        name: .customLong("check-destinations"), inversion: .prefixedNo,
        help: ArgumentHelp(
            "Read where each working flow log delivers to: whether it exists, its retention and encryption.",
            discussion: "Under effective, a flow log whose destination does not exist does not count."
        ).allowedInFoundFile)
    var checksDestinations = false

    @Option(
        name: .customLong("check-records"),
        help: ArgumentHelp(
            "Look for the newest record of each working flow log in so many hours (1 to 168). It decides no verdict.",
            valueName: "hours"))
    var recordHours: Int?

    func validate() throws {
        if let recordHours, !Depth.recordHourLimits.contains(recordHours) {
            throw ValidationError("--check-records \(recordHours): it takes a number of hours from 1 to 168")
        }
    }
}

/// What is asked of destinations and of the past; it needs no call of its own.
struct PastOptions: ParsableArguments {
    @Option(
        name: .customLong("min-retention"),
        help: ArgumentHelp(
            """
            Under effective, a flow log counts only if its destination keeps records for so many days (default: none; \
            of report: as in the package).
            """,
            discussion: "It brings --check-destinations with it. What cannot be proven is not assessed.",
            valueName: "days"
        ).allowedInFoundFile)
    var minRetentionDays: Int?

    @Option(
        help: ArgumentHelp(
            """
            Tell of each VPC whether it has been logged since this day, as far as the API shows it (default: none; of \
            report: as in the package).
            """,
            discussion: "From the beginning of the day in UTC. It decides no verdict.", valueName: "yyyy-mm-dd"
        ).allowedInFoundFile)
    var since: String?

    func validate() throws {
        if let minRetentionDays, !Depth.retentionDayLimits.contains(minRetentionDays) {
            throw ValidationError("--min-retention \(minRetentionDays): it takes a number of days from 1 to 36500")
        }
        if let since, Depth.beginning(of: since) == nil {
            throw ValidationError("--since '\(since.visible())': it takes a day, as in 2026-01-31")
        }
    }
}

extension PastOptions {
    /// Without what a file says of every command and this package cannot follow, which is told on stderr.
    ///
    /// What was typed, or stands in the file's section of the command, is left for `Depth.asked` to refuse.
    func followable(_ run: Run, _ applied: AppliedConfiguration?) -> PastOptions {
        var past = self
        if minRetentionDays != nil, run.settings.depth?.checksDestinations != true,
            let place = applied?.sharedPlace(of: "min-retention")
        {
            Terminal.complain(
                "\(place): min-retention is passed over: the package holds no answers about destinations")
            past.minRetentionDays = nil
        }
        if let since, let start = Depth.beginning(of: since), start > run.startedAt,
            let place = applied?.sharedPlace(of: "since")
        {
            Terminal.complain("\(place): since is passed over: that day had not come when the scan began")
            past.since = nil
        }
        return past
    }
}

extension Depth {
    /// What a scan is asked for; nil where nothing. Throws for a day that is still to come.
    static func asked(
        _ options: DepthOptions, _ past: PastOptions, startedAt: Timestamp
    ) throws(UsageFailure) -> Depth? {
        try check(past, startedAt)
        return asked(
            checksDestinations: options.checksDestinations, recordHours: options.recordHours,
            minRetentionDays: past.minRetentionDays, since: past.since)
    }

    /// What an earlier run was asked for, with what was asked for now on top.
    ///
    /// Throws where the answers that it would follow from are not in its package.
    static func asked(
        _ past: PastOptions, over earlier: Depth?, startedAt: Timestamp
    ) throws(UsageFailure) -> Depth? {
        try check(past, startedAt)
        if past.minRetentionDays != nil, earlier?.checksDestinations != true {
            throw UsageFailure(
                description: "--min-retention: the package holds no answers about destinations; scan with "
                    + "--check-destinations")
        }
        return asked(
            checksDestinations: earlier?.checksDestinations ?? false, recordHours: earlier?.recordHours,
            minRetentionDays: past.minRetentionDays ?? earlier?.minRetentionDays, since: past.since ?? earlier?.since)
    }

    private static func check(_ past: PastOptions, _ startedAt: Timestamp) throws(UsageFailure) {
        if let since = past.since, let start = beginning(of: since), start > startedAt {
            throw UsageFailure(description: "--since \(since): that day had not come when the scan began")
        }
    }
}
