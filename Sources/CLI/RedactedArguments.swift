import Foundation

/// The command line as it may be kept: what an address carries beside scheme, host, port and path is cut out.
enum RedactedArguments {
    static func redact(_ arguments: [String]) -> [String] {
        arguments.map { argument in
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
}
