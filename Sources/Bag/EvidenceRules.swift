import Evidence

/// What must hold of a run and its exchanges before they are written, and before anything read is believed.
enum EvidenceRules {
    /// Throws with what is wrong, without saying where it was found.
    static func check(_ run: Run) throws(PackageError) {
        try checkName(run.id, "the run id")
        if let origin = run.derivedFrom {
            try checkName(origin.runId, "the id of the run it is derived from")
            try checkDigest(origin.digest, "the digest of the run it is derived from")
        }
        try checkLabel(run.tool.name, "the program's name")
        try checkLabel(run.tool.version, "the program's version")
        try checkLabel(run.attribution?.organization, "the organization")
        try checkLabel(run.attribution?.reviewer, "the reviewer")
        for format in run.settings.formats { try checkName(format, "a report format") }
        for region in run.settings.regions { try checkRegion(region) }
        try check(run.settings.depth)
        if let offset = run.clockOffset, !Run.clockOffsetLimits.contains(offset) {
            throw PackageError("the difference of the clocks is \(offset) ms, which cannot be")
        }
        guard !run.accounts.isEmpty else { throw PackageError("the run names no account") }
        var seen: Set<String> = []
        for account in run.accounts {
            try checkAccount(account.id)
            try checkRegion(account.homeRegion)
            try checkLabel(account.credentialSource, "the credential source", atMost: 2000)
            guard seen.insert(account.id).inserted else {
                throw PackageError("the run names account \(account.id) twice")
            }
        }
    }

    /// A replay asks as much as they say.
    private static func check(_ depth: Depth?) throws(PackageError) {
        guard let depth else { return }
        if let hours = depth.recordHours, !Depth.recordHourLimits.contains(hours) {
            throw PackageError("the hours in which records are looked for are \(hours)")
        }
        if let days = depth.minRetentionDays, !Depth.retentionDayLimits.contains(days) {
            throw PackageError("the days for which records must be kept are \(days)")
        }
        if let day = depth.since, Depth.beginning(of: day) == nil {
            throw .unfit("the day since which VPCs should be logged", day)
        }
    }

    /// Checks an exchange that must bear this number and be with one of the run's accounts.
    static func check(_ exchange: Exchange, number: Int, accounts: Set<String>) throws(PackageError) {
        guard exchange.number == number else {
            throw PackageError("the exchange has number \(exchange.number) instead of \(number)")
        }
        try checkAccount(exchange.account)
        guard accounts.contains(exchange.account) else {
            throw PackageError("account \(exchange.account) is none that the run names")
        }
        try checkRegion(exchange.region)
        try checkName(exchange.service, "the service")
        try checkName(exchange.action, "the action")
        guard exchange.page > 0 else { throw PackageError("the page is \(exchange.page)") }
        try checkEndpoint(of: exchange)
        try checkLabel(exchange.httpDate, "the header Date")
        try checkLabel(exchange.requestId, "the request id")
        try checkCode(exchange.error?.code)
        for attempt in exchange.attempts {
            try checkLabel(attempt.requestId, "an attempt's request id")
            try checkCode(attempt.code)
        }
        guard let body = exchange.body else { return }
        let place = Exchange.bodyFile(
            number: number, account: exchange.account, region: exchange.region, action: exchange.action,
            service: exchange.service)
        guard body.file == place else { throw .unfit("the body's path", body.file, instead: place) }
        guard isSHA256(body.sha256) else { throw .unfit("the body's SHA-256", body.sha256) }
        guard body.bytes >= 0 else { throw PackageError("the body's size is \(body.bytes)") }
    }

    /// Only what was never sent has no endpoint.
    private static func checkEndpoint(of exchange: Exchange) throws(PackageError) {
        if exchange.endpoint.isEmpty {
            let wasSent =
                exchange.outcome != .notStarted || !exchange.attempts.isEmpty || exchange.httpStatus != nil
                || exchange.body != nil
            guard !wasSent else { throw PackageError("the exchange has an answer but no endpoint") }
        } else if RecordedEndpoint(exchange.endpoint) == nil {
            throw .unfit("the endpoint", exchange.endpoint)
        }
    }

    /// Checks what an earlier package is named by, and where its VPCs are.
    static func check(_ baseline: Baseline) throws(PackageError) {
        try checkName(baseline.runId, "the baseline's run id")
        try checkDigest(baseline.digest, "the baseline's digest")
        for account in baseline.accounts { try checkAccount(account) }
        for region in baseline.regions {
            try checkAccount(region.account)
            try checkRegion(region.region)
        }
        for fail in baseline.carriedOver { try checkName(fail.runId, "the run id of a fail that is carried over") }
        for vpc in baseline.vpcs + baseline.carriedOver.map(\.vpc) {
            try checkAccount(vpc.account)
            try checkRegion(vpc.region)
        }
    }

    /// Checks that every place is one that a repository can have.
    static func check(_ map: SourceMap) throws(PackageError) {
        for place in map.vpcs.values { try check(place) }
        if let fallback = map.fallback { try check(fallback) }
    }

    private static func check(_ place: SourceMap.Place) throws(PackageError) {
        let names = place.path.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...4096).contains(place.path.utf8.count), !names.contains(where: { ["", ".", ".."].contains($0) }),
            !place.path.unicodeScalars.contains(where: \.isActing)
        else { throw .unfit("a path in the source map", place.path) }
        guard place.line > 0 else { throw PackageError("a line in the source map is \(place.line)") }
    }

    private static func checkDigest(_ digest: String, _ what: String) throws(PackageError) {
        guard digest.hasPrefix("sha256:"), isSHA256(String(digest.dropFirst(7))) else { throw .unfit(what, digest) }
    }

    static func isSHA256(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
    }

    private static func checkName(_ name: String, _ what: String) throws(PackageError) {
        guard PackagePath.isName(name) else { throw .unfit(what, name) }
    }

    /// A short text on one line.
    private static func checkLabel(_ text: String?, _ what: String, atMost limit: Int = 256) throws(PackageError) {
        guard let text else { return }
        guard text.utf8.count <= limit, !text.unicodeScalars.contains(where: \.isActing) else {
            throw .unfit(what, text)
        }
    }

    /// Codes stand between spaces in the digest's lines.
    private static func checkCode(_ code: String?) throws(PackageError) {
        guard let code else { return }
        let fits =
            (1...128).contains(code.utf8.count)
            && code.utf8.allSatisfy { PackagePath.isPlain($0) || $0 == UInt8(ascii: ":") }
        guard fits else { throw .unfit("the error code", code) }
    }

    private static func checkAccount(_ account: String) throws(PackageError) {
        guard account.utf8.count == 12, account.utf8.allSatisfy(isDigit) else {
            throw .unfit("the account id", account)
        }
    }

    private static func checkRegion(_ region: String) throws(PackageError) {
        let fits =
            (3...32).contains(region.utf8.count)
            && region.utf8.allSatisfy {
                isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "-")
            }
        guard fits else { throw .unfit("the region", region) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension PackageError {
    /// The text is shown in part, and never acts on a terminal.
    fileprivate static func unfit(_ what: String, _ text: String, instead: String? = nil) -> Self {
        let shown = String(text.unicodeScalars.prefix(80)).visible()
        return Self("\(what) is “\(shown)”" + (instead.map { " instead of “\($0)”" } ?? ", which cannot be"))
    }
}
