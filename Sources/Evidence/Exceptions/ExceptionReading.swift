/// Reads the fields of an entry, and notes what is wrong with them.
struct ExceptionReading {
    private let written: [ExceptionEntry.Field: String]
    private(set) var mistakes: [ExceptionEntry.Mistake] = []

    /// In bytes.
    private static let longestText = 2_000
    private static let longestPattern = 512

    init(_ written: [ExceptionEntry.Field: String]) {
        self.written = written
    }

    private mutating func note(_ field: ExceptionEntry.Field?, _ text: String) {
        mistakes.append(ExceptionEntry.Mistake(field: field, text: text))
    }

    // MARK: What it says

    /// On one line, with single spaces.
    mutating func text(_ field: ExceptionEntry.Field) -> String? {
        guard written[field] != nil else {
            note(field, "\(field.name) is missing")
            return nil
        }
        return optionalText(field)
    }

    mutating func optionalText(_ field: ExceptionEntry.Field) -> String? {
        guard let given = written[field] else { return nil }
        let text = given.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if !text.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) {
            note(field, "\(field.name) says nothing")
        } else if text.utf8.count > Self.longestText {
            note(field, "\(field.name) is longer than \(Self.longestText) bytes")
        } else if text.unicodeScalars.contains(where: \.isActing) {
            note(field, "\(field.name) holds control characters")
        } else {
            return text
        }
        return nil
    }

    mutating func days() -> (approved: Day, expires: Day)? {
        let approved = day(.approvedOn)
        let expires = day(.expiresOn)
        guard let approved, let expires else { return nil }
        guard approved <= expires else {
            note(.expiresOn, "\(ExceptionEntry.Field.expiresOn.name) is before \(ExceptionEntry.Field.approvedOn.name)")
            return nil
        }
        return (approved, expires)
    }

    private mutating func day(_ field: ExceptionEntry.Field) -> Day? {
        guard let text = written[field] else {
            note(field, "\(field.name) is missing")
            return nil
        }
        guard let day = Day(text) else {
            note(field, "\(field.name) is no day of the form 2026-12-31")
            return nil
        }
        return day
    }

    // MARK: Which VPCs

    mutating func selector() -> VPCSelector? {
        let before = mistakes.count
        let selector = VPCSelector(
            vpc: pattern(.vpc, isFit: Self.fitsVPC, "a VPC id such as vpc-0a1b2c3d4e5f60718, or a pattern of one"),
            account: pattern(.account, isFit: Self.fitsAccount, "an account id of 12 digits, or a pattern of one"),
            region: pattern(.region, isFit: Self.fitsRegion, "a region such as eu-central-1, or a pattern of one"),
            tag: tag())
        guard mistakes.count == before else { return nil }
        guard selector.isNarrow else {
            note(
                nil,
                "it is too broad: it must name a VPC id (or 4 characters of it that stand together), the value of a "
                    + "tag (or 3 such characters), or one account")
            return nil
        }
        return selector
    }

    private mutating func pattern(
        _ field: ExceptionEntry.Field, isFit: (String) -> Bool, _ kind: String
    ) -> Glob? {
        guard let text = written[field] else { return nil }
        guard text.utf8.count <= Self.longestPattern, text == "*" || isFit(text) else {
            note(field, "\(field.name) is not \(kind)")
            return nil
        }
        return Glob(text)
    }

    private mutating func tag() -> VPCSelector.TagPattern? {
        let field = ExceptionEntry.Field.tag
        guard let text = written[field] else { return nil }
        let scalars = text.unicodeScalars
        guard text.utf8.count <= Self.longestPattern, !scalars.contains(where: \.isActing),
            let sign = scalars.firstIndex(of: "="), sign > scalars.startIndex
        else {
            note(field, "\(field.name) is not of the form key=value")
            return nil
        }
        let key = String(scalars[..<sign])
        guard !Glob(key).hasWildcard else {
            note(field, "\(field.name) has a wildcard in its key; only the value can be a pattern")
            return nil
        }
        return VPCSelector.TagPattern(key: key, value: Glob(String(scalars[scalars.index(after: sign)...])))
    }

    private static func fitsVPC(_ text: String) -> Bool {
        text.hasPrefix(VPCSelector.prefix) && text.utf8.count > VPCSelector.prefix.utf8.count
            && text.utf8.dropFirst(VPCSelector.prefix.utf8.count).allSatisfy {
                isDigit($0) || isLetter($0) || isWildcard($0)
            }
    }

    private static func fitsAccount(_ text: String) -> Bool {
        text.utf8.allSatisfy { isDigit($0) || isWildcard($0) }
            && (text.utf8.contains(where: isWildcard) || text.utf8.count == 12)
    }

    private static func fitsRegion(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { isDigit($0) || isLetter($0) || isWildcard($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
    private static func isLetter(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte }
    private static func isWildcard(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") }
}
