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
        // A path may hold every visible character of ASCII. Source: IAM API Reference, CreateRole, Path.
        guard (1...2048).contains(arn.utf8.count), arn.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw SettingError("the role of \(origin)", "must be 1 to 2048 visible characters of ASCII")
        }
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
        if let fault = Self.fault(in: arn) {
            throw SettingError(
                setting,
                "must be the ARN of a role, as in arn:aws:iam::123456789012:role/audit; what was given \(fault)")
        }
        try self.init(arn: arn, externalId: externalId, sessionName: sessionName, origin: setting)
    }

    /// What keeps a text from being the ARN of a role, as the end of a sentence; nil where it is one.
    private static func fault(in arn: String) -> String? {
        if arn.isEmpty { return "is empty" }
        if ["'", "\""].contains(where: { arn.hasPrefix($0) || arn.hasSuffix($0) }) {
            return "has quotation marks around it"
        }
        guard arn.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return "has a blank or another character that no ARN has"
        }
        // A path may hold colons.
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts[0] == "arn" else {
            return parts.count == 1 && !arn.contains("/")
                ? "may be the name of a role alone" : "does not begin with arn:"
        }
        guard parts.count == 6 else { return "has fewer than the six parts of an ARN" }
        guard Partition.all.contains(where: { $0.name == parts[1] }) else { return "names no partition such as aws" }
        if parts[2] == "sts", parts[5].hasPrefix("assumed-role/") {
            return "is a session of a role, not the role itself"
        }
        guard parts[2] == "iam", parts[3].isEmpty else { return "is not of IAM, whose ARNs begin with arn:aws:iam::" }
        guard parts[4].utf8.count == 12, parts[4].utf8.allSatisfy(\.isDigit) else {
            return parts[4].isEmpty ? "names no account" : "has no account id of 12 digits"
        }
        return faultOfResource(parts[5])
    }

    /// - Parameter resource: `role/path/name`.
    private static func faultOfResource(_ resource: String) -> String? {
        let kind = resource.prefix { $0 != "/" }
        if kind == "user" || kind == "group" || kind == "policy" || kind == "instance-profile" {
            return "is that of a\(kind == "instance-profile" ? "n" : "") \(kind)"
        }
        guard kind == "role", resource.contains("/") else {
            return "has “\(String(kind.prefix(24)))” where role/ and its name stand"
        }
        let name = resource.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let isName =
            (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { $0.isLetterOrDigit || "_+=,.@-".utf8.contains($0) }
        return isName ? nil : "does not end with a role's name of 1 to 64 letters, digits and _+=,.@-"
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isLetterOrDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }
}
