/// A request as it goes on the wire. Once signed it holds a signature and perhaps a session token.
package struct HTTPRequest: Sendable, Hashable, Discreet {
    package var method: String
    package var scheme: Endpoint.Scheme
    /// As the header `Host` says it: with the port unless it is the scheme's own.
    package var authority: String
    /// Percent-encoded; begins with a slash.
    package var path: String
    /// Percent-encoded, without the question mark.
    package var query: String
    /// All but `Host`, in order.
    package var headers: [HTTPHeader]
    package var body: [UInt8]

    package init(
        _ method: String, scheme: Endpoint.Scheme = .https, authority: String, path: String = "/",
        query: String = "", headers: [HTTPHeader] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.scheme = scheme
        self.authority = authority
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    package var url: String {
        "\(scheme.rawValue)://\(authority)\(path)" + (query.isEmpty ? "" : "?\(query)")
    }

    package var description: String { "\(method) \(scheme.rawValue)://\(authority)\(path)" }
}

package struct HTTPHeader: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [HTTPHeader] {
    /// The first value of a header, whatever the case of its name.
    package subscript(name: String) -> String? {
        first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// What came back: any status, and the whole body.
package struct HTTPAnswer: Sendable, Hashable {
    package var status: Int
    /// The only status of an answer that holds what was asked for.
    package static let success = 200
    package var headers: [HTTPHeader]
    package var body: [UInt8]

    package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
