import ArgumentParser
import Foundation
import Scan

/// The ARN of a role, checked: `arn:aws:iam::111122223333:role/path/name`.
struct RoleARN: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
    let description: String
    let account: String
    let partition: Partition

    init?(argument: String) {
        do {
            let role = try Role(typed: argument, from: "the role")
            guard let account = role.account, let partition = role.partition else { return nil }
            description = argument
            self.account = account
            self.partition = partition
        } catch {
            return nil
        }
    }

    /// Twelve digits.
    static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    static let example = "arn:aws:iam::111122223333:role/name"
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
