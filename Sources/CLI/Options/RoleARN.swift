import ArgumentParser
import Foundation
import AWS

/// The ARN of a role, checked: `arn:aws:iam::111122223333:role/path/name`.
struct RoleARN: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
    let description: String
    let account: String
    let partition: Partition

    init?(argument: String) {
        do { try self.init(argument, from: "the role") } catch { return nil }
    }

    /// - Parameter setting: where it was given.
    init(_ text: String, from setting: String) throws(SettingError) {
        let role = try Role(typed: text, from: setting)
        guard let account = role.account, let partition = role.partition else {
            throw SettingError(setting, "names no account")
        }
        description = text
        self.account = account
        self.partition = partition
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
        let separators: Set<Character> = ["=", " ", "\t"]
        let account = String(text.prefix { !separators.contains($0) })
        let rest = text.dropFirst(account.count).drop { separators.contains($0) }
        guard RoleARN.isAccount(account) else {
            throw Unusable(description: "it must begin with an account id of 12 digits, as in 111122223333=ROLE_ARN")
        }
        let role: RoleARN
        do throws(SettingError) {
            role = try RoleARN(rest.trimmingCharacters(in: .whitespaces), from: "what follows account \(account)")
        } catch {
            throw Unusable(description: "\(error)")
        }
        guard role.account == account else {
            throw Unusable(description: "the role of account \(account) belongs to account \(role.account)")
        }
        self.account = account
        self.role = role
    }
}
