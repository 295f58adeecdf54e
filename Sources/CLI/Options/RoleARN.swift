import ArgumentParser
import Foundation
import Scan

/// The ARN of a role, checked: `arn:aws:iam::111122223333:role/path/name`.
/// Source: IAM User Guide, "IAM identifiers" and "Name and path".
struct RoleARN: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
    let description: String
    let account: String

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard argument.utf8.count <= 2048, parts.count == 6, parts[0] == "arn",
            Partition.all.contains(where: { $0.name == parts[1] }), parts[2] == "iam", parts[3].isEmpty,
            Self.isAccount(parts[4]), parts[5].hasPrefix("role/"), !parts[5].hasSuffix("/"),
            parts[5].utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        description = argument
        account = parts[4]
    }

    /// Twelve digits.
    static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    static let example = "arn:aws:iam::111122223333:role/name"

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "/_+=,.@-".utf8.contains(byte)
        }
    }
}

/// An account of several that are read in one run, and the role that is taken on there.
struct AccountRole: Hashable, Sendable {
    let account: String
    let role: RoleARN

    struct Unusable: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads `ID=ROLE_ARN`, or the two with spaces between them.
    init(_ text: String) throws(Unusable) {
        let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "=" || $0 == " " || $0 == "\t" }
            .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t=")) }
        guard let account = parts.first, RoleARN.isAccount(account) else {
            throw Unusable(description: "it must begin with an account id of 12 digits, as in 111122223333=ROLE_ARN")
        }
        guard parts.count == 2, let role = RoleARN(argument: parts[1]) else {
            throw Unusable(
                description: "after account \(account) there must be the ARN of a role, as in \(RoleARN.example)")
        }
        guard role.account == account else {
            throw Unusable(description: "the role of account \(account) belongs to account \(role.account)")
        }
        self.account = account
        self.role = role
    }
}
