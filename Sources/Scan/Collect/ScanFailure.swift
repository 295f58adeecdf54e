/// Why a scan could not be made at all. Each ends the program with exit status 2, or 64 for what was mistyped.
package enum ScanFailure: Error, Sendable, CustomStringConvertible {
    /// GetCallerIdentity told nothing: without it no account can be named.
    case identity(CallFailure?)
    /// DescribeRegions told nothing: without it nobody knows what there is to read.
    case regions(CallFailure?)
    /// DescribeRegions told of no region at all, which no account has.
    case noRegions(account: String)
    /// A list that names a region twice is no list of regions.
    case repeatedRegion(String)
    /// A region that the account does not have, with those it has.
    case unknownRegion(String, known: [String])
    case disabledRegion(String)
    /// The evidence itself could not be kept, or the record of an earlier run is not whole.
    case evidence(String)

    package var description: String {
        switch self {
        case .identity(let failure):
            "cannot tell whose credentials these are: \(failure.map(String.init(describing:)) ?? "no answer"). "
                + "\(failure.map(Advice.sentence) ?? "")"
        case .regions(let failure):
            "cannot list the regions to read: \(failure.map(String.init(describing:)) ?? "no answer"). "
                + "\(failure.map(Advice.sentence) ?? "")"
        case .noRegions(let account):
            "AWS lists no region for account \(account), so nothing can be read"
        case .repeatedRegion(let name):
            "AWS's list of regions names '\(name)' twice: something between here and AWS may alter its answers"
        case .unknownRegion(let name, let known):
            "there is no region '\(name)'; the account has \(known.joined(separator: ", "))"
        case .disabledRegion(let name):
            "region '\(name)' is not enabled for the account; enable it first, or leave it out"
        case .evidence(let reason): reason
        }
    }
}
