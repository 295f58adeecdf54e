import AWS

/// Why a scan could not be made at all. Each ends the program with exit status 2, or 64 for what was mistyped.
package enum ScanFailure: Error, Sendable, CustomStringConvertible {
    /// No account said who is asking and which regions there are: without that nothing can be read.
    case unread([Unread])
    /// A region that no account has, with those they have.
    case unknownRegion(String, known: [String])
    case disabledRegion(String)
    /// Two of the accounts that were asked for are one.
    case sameAccount(String)
    /// The evidence itself could not be kept, or the record of an earlier run is not whole.
    case evidence(String)

    /// An account and why nothing of it can be read. The account is nil where nobody could name it.
    package struct Unread: Sendable {
        package var account: String?
        package var failure: CallFailure
    }

    package var description: String {
        switch self {
        case .unread(let accounts): Self.sentences(accounts)
        case .unknownRegion(let name, let known):
            "there is no region '\(name)'\(RegionNames.hint(for: name, among: known)); the account has "
                + known.joined(separator: ", ")
        case .disabledRegion(let name):
            "region '\(name)' is not enabled for the account; enable it first, or leave it out"
        case .sameAccount(let account): "account \(account) was given twice, under different names or credentials"
        case .evidence(let reason): reason
        }
    }

    /// Each reason once, with the accounts that it kept from being read.
    private static func sentences(_ accounts: [Unread]) -> String {
        if accounts.allSatisfy({ FailureCause($0.failure) == .interrupted }) {
            return "interrupted before anything was read; no package was written"
        }
        if accounts.count == 1, let only = accounts.first {
            return "\(only.failure.lost): \(only.failure). \(Advice.sentence(for: only.failure))"
        }
        let reasons = SharedFailure.grouped(accounts.map(\.failure)).map { shared in
            let concerned = shared.indices.compactMap { accounts[$0].account }
            return "\(concerned.briefly(of: "account")): \(shared.first). \(shared.advice)"
        }
        return "none of \(accounts.count) accounts could be read. " + reasons.joined(separator: " ")
    }
}

extension CallFailure {
    /// What cannot be done without the answer.
    fileprivate var lost: String {
        switch action {
        case "DescribeRegions": "cannot list the regions to read"
        case _ where CredentialCall.actions.contains(action): "cannot take on the role"
        default: "cannot tell whose credentials these are"
        }
    }
}
