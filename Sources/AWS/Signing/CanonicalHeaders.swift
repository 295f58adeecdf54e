/// The headers that a signature covers, in the one form in which both sides write them.
struct CanonicalHeaders {
    /// One line for each, sorted by name; ends with a line feed.
    let text: String
    /// `host;x-amz-date`
    let names: String

    /// What proxies and clients change on the way, or what counts attempts, is not signed.
    private static let unsigned: Set<String> = [
        "amz-sdk-invocation-id", "amz-sdk-request", "authorization", "connection", "expect",
        "transfer-encoding", "user-agent", "x-amzn-trace-id",
    ]

    init(of request: HTTPRequest) {
        var values: [String: [String]] = ["host": [request.authority]]
        for header in request.headers {
            let name = header.name.lowercased()
            guard name != "host", !Self.unsigned.contains(name) else { continue }
            values[name, default: []].append(Self.singleSpaced(header.value))
        }
        let sorted = values.sorted { $0.key < $1.key }
        text = sorted.map { "\($0.key):\($0.value.joined(separator: ","))\n" }.joined()
        names = sorted.map(\.key).joined(separator: ";")
    }

    /// Without white space at the ends, and with one space for each run of it inside.
    private static func singleSpaced(_ value: String) -> String {
        value.split { $0 == " " || $0 == "\t" || $0.isNewline }.joined(separator: " ")
    }
}
