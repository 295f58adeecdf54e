import Evidence

/// A role to take on: which one, and how.
package struct Role: Sendable, Hashable, Discreet {
    package let arn: String
    /// What the role's owner agreed on with us; it is not shown.
    package let externalId: String?
    /// Nil: one made of the time.
    package let sessionName: String?
    /// The device whose code is asked for.
    package let mfaSerial: String?
    /// Nil: AWS's hour.
    package let seconds: Int?
    /// Where it was asked for, for sentences: `--role-arn`, `profile “a” in /home/a/.aws/config`.
    package let origin: String

    /// Throws for a part that AWS would refuse: its refusal might quote it.
    package init(
        arn: String, externalId: String? = nil, sessionName: String? = nil, mfaSerial: String? = nil,
        seconds: Int? = nil, origin: String
    ) throws(SettingError) {
        func check(_ part: String, _ value: String?, _ lengths: ClosedRange<Int>, _ marks: String) throws(SettingError)
        {
            guard let value else { return }
            let isAllowed = value.utf8.allSatisfy { $0.isLetterOrDigit || marks.utf8.contains($0) }
            guard lengths.contains(value.utf8.count), isAllowed else {
                throw SettingError(
                    "the \(part) of \(origin)",
                    "must be \(lengths.lowerBound) to \(lengths.upperBound) letters, digits and \(marks)")
            }
        }
        try check("role", arn, 1...2048, "_+=,.@:/-")
        try check("external id", externalId, 2...1224, "_+=,.@:/-")
        try check("session name", sessionName, 2...64, "_+=,.@-")
        try check("MFA device", mfaSerial, 9...256, "_+=,.@:/-")
        if let seconds, !(900...43200).contains(seconds) {
            throw SettingError("the duration of \(origin)", "must be a number of seconds from 900 to 43200")
        }
        self.arn = arn
        self.externalId = externalId
        self.sessionName = sessionName
        self.mfaSerial = mfaSerial
        self.seconds = seconds
        self.origin = origin
    }

    /// The account that the role is in; nil where the ARN does not tell.
    package var account: String? { part(4) }
    /// Nil where the ARN names none that is known.
    package var partition: Partition? {
        let name = part(1)
        return Partition.all.first { $0.name == name }
    }

    private func part(_ index: Int) -> String? {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return parts.count == 6 ? String(parts[index]) : nil
    }

    package var description: String { "role \(arn) (\(origin))" }
}

extension Role {
    /// A role that the user typed.
    /// - Parameter setting: where: `--role-arn`, `--account`.
    package init(
        typed arn: String, externalId: String? = nil, sessionName: String? = nil, from setting: String
    ) throws(SettingError) {
        let role: Role
        do {
            role = try Role(arn: arn, origin: setting)
        } catch {
            throw Self.noRole(setting)
        }
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        let account = role.account ?? ""
        guard parts.count == 6, parts[0] == "arn", role.partition != nil,
            parts[2] == "iam", parts[3].isEmpty, account.utf8.count == 12, account.utf8.allSatisfy(\.isDigit),
            parts[5].hasPrefix("role/"), !parts[5].hasSuffix("/")
        else { throw Self.noRole(setting) }
        try self.init(arn: arn, externalId: externalId, sessionName: sessionName, origin: setting)
    }

    private static func noRole(_ setting: String) -> SettingError {
        SettingError(setting, "must be the ARN of a role, as in arn:aws:iam::123456789012:role/audit")
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isLetterOrDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }
}
