import Foundation

/// The command line as it may be kept: without the external id, and without what an address carries beside scheme,
/// host, port and path.
enum RedactedArguments {
    private static let secret = "--external-id"

    static func redact(_ arguments: [String]) -> [String] {
        var isSecret = false
        return arguments.map { argument in
            defer { isSecret = argument == secret }
            if isSecret { return "[redacted]" }
            if argument.hasPrefix(secret + "=") { return secret + "=[redacted]" }
            return redactAddress(argument)
        }
    }

    private static func redactAddress(_ argument: String) -> String {
        guard let start = argument.range(of: "://") else { return argument }
        let rest = argument[start.upperBound...]
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let afterHost = rest[host.endIndex...].prefix { $0 != "?" && $0 != "#" }
        let isWhole = afterHost.endIndex == rest.endIndex
        guard host.contains("@") || !isWhole else { return argument }
        let plainHost = host.split(separator: "@", omittingEmptySubsequences: false).last ?? host
        return argument[..<start.upperBound] + (host.contains("@") ? "[redacted]@" : "") + plainHost
            + afterHost + (isWhole ? "" : "?[redacted]")
    }
}
