import Evidence

/// What must hold of a run and its exchanges before they are written, and before anything read is believed.
enum EvidenceRules {
    /// Throws with what is wrong, without saying where it was found.
    static func check(_ run: Run) throws(PackageError) {
        guard PackagePath.isName(run.id) else { throw .unfit("the run id", run.id) }
        for account in run.accounts {
            try checkAccount(account.id)
            try checkRegion(account.homeRegion)
        }
        for region in run.settings.regions { try checkRegion(region) }
    }

    /// Checks an exchange that must bear this number.
    static func check(_ exchange: Exchange, number: Int) throws(PackageError) {
        guard exchange.number == number else {
            throw PackageError("the exchange has number \(exchange.number) instead of \(number)")
        }
        try checkAccount(exchange.account)
        try checkRegion(exchange.region)
        guard PackagePath.isName(exchange.action) else { throw .unfit("the action", exchange.action) }
        guard let body = exchange.body else { return }
        let place = Exchange.bodyFile(
            number: number, account: exchange.account, region: exchange.region, action: exchange.action)
        guard body.file == place else { throw .unfit("the body's path", body.file, instead: place) }
        guard isSHA256(body.sha256) else { throw .unfit("the body's SHA-256", body.sha256) }
        guard body.bytes >= 0 else { throw PackageError("the body's size is \(body.bytes)") }
    }

    static func isSHA256(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
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
