import ArgumentParser
import Evidence
import Foundation
import AWS

/// Whose accounts are read, and as whom.
struct AccountOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The profile of the AWS config and credentials files (default: AWS_PROFILE).", valueName: "name"))
    var profile: String?

    @Option(
        name: .customLong("role-arn"),
        help: ArgumentHelp("A role to take on before anything is asked.", valueName: "arn"),
        transform: Self.role)
    var roleARN: RoleARN?

    @Option(
        name: .customLong("external-id"),
        help: ArgumentHelp(
            "The external id that the trust policy of the roles asks for. It is not kept.", valueName: "id"))
    var externalID: String?

    @Option(
        name: .customLong("account"),
        help: ArgumentHelp(
            "An account to read, and the role to take on there.",
            discussion: "\(DeclaredHelp.list) Accounts are read in parallel into one package; each fails on its own.",
            valueName: "id=role-arn"),
        transform: Self.parse)
    private var lists: [[AccountRole]] = []

    @Option(
        name: .customLong("accounts"),
        help: ArgumentHelp(
            "A file of such accounts: on each line an id and a role ARN; # begins a comment.", valueName: "file"),
        completion: .file())
    var file: String?

    func validate() throws {
        let isMany = !lists.isEmpty || file != nil
        if let profile, profile.isEmpty { throw ValidationError("--profile is empty") }
        if roleARN != nil && isMany {
            throw ValidationError("--role-arn cannot be used with --account: the role of each account stands there")
        }
        if let externalID {
            if roleARN == nil && !isMany {
                throw ValidationError("--external-id needs --role-arn, --account or --accounts")
            }
            guard Self.isExternalID(externalID) else {
                throw ValidationError(
                    "--external-id must have 2 to 1224 letters, digits and characters of _+=,.@:/-")
            }
        }
    }

    /// The accounts that were named, each once; none where the credentials tell the account.
    func accounts() throws(UsageFailure) -> [AccountRole] {
        var all = lists.joined().map { (role: $0, origin: "--account") }
        if let file { all += try AccountFile.read(file) }
        var seen: Set<String> = []
        for (role, origin) in all where !seen.insert(role.account).inserted {
            throw UsageFailure(description: "\(origin): account \(role.account) is given twice")
        }
        return all.map(\.role)
    }

    private static func role(_ text: String) throws -> RoleARN {
        do { return try RoleARN(text, from: "--role-arn") } catch { throw ValidationError("\(error)") }
    }

    private static func parse(_ list: String) throws -> [AccountRole] {
        do { return try items(of: list).map { try AccountRole($0) } } catch { throw ValidationError("\(error)") }
    }

    /// The name of a role may hold commas: one that separates has an account's id and an ARN behind it.
    private static func items(of list: String) -> [String] {
        var items: [String] = []
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            let item = part.trimmingCharacters(in: .whitespaces)
            let isNew = item.utf8.count > 12 && RoleARN.isAccount(String(item.prefix(12))) && item.contains("arn:")
            if isNew || items.isEmpty { items.append(item) } else { items[items.count - 1] += ",\(part)" }
        }
        return items
    }

    /// Source: STS API Reference, AssumeRole, ExternalId.
    private static func isExternalID(_ text: String) -> Bool {
        (2...1224).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
                    || "_+=,.@:/-".unicodeScalars.contains($0)
            }
    }
}

/// A file with an account on each line: `ID=ROLE_ARN` or `ID ROLE_ARN`.
enum AccountFile {
    /// The accounts, and for each where it stands: `accounts.txt line 3`.
    static func read(_ path: String) throws(UsageFailure) -> [(role: AccountRole, origin: String)] {
        let bytes: [UInt8]?
        do throws(SettingError) {
            bytes = try DiskFiles().read(path)
        } catch {
            throw UsageFailure(description: "--accounts: \(error)")
        }
        guard let bytes else { throw UsageFailure(description: "--accounts: there is no file \(path.visible())") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UsageFailure(description: "--accounts: \(path.visible()) is not a text in UTF-8")
        }
        return try parse(text, of: path)
    }

    static func parse(
        _ text: String, of path: String
    ) throws(UsageFailure) -> [(role: AccountRole, origin: String)] {
        var accounts: [(AccountRole, String)] = []
        let text = text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? Substring(text.unicodeScalars.dropFirst()) : text[...]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let content = withoutComment(line).trimmingCharacters(in: .whitespaces)
            guard !content.isEmpty else { continue }
            let origin = "\(path.visible()) line \(index + 1)"
            do throws(AccountRole.Unusable) {
                accounts.append((try AccountRole(content), origin))
            } catch {
                throw UsageFailure(description: "\(origin): \(error)")
            }
        }
        guard !accounts.isEmpty else {
            throw UsageFailure(description: "--accounts: \(path.visible()) names no account")
        }
        return accounts
    }

    /// A comment begins a line or follows a blank: the path of a role may hold `#`.
    private static func withoutComment(_ line: Substring) -> Substring {
        var before: Character = " "
        for index in line.indices {
            if line[index] == "#", before == " " || before == "\t" { return line[..<index] }
            before = line[index]
        }
        return line
    }
}
