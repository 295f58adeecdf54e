extension APIRequest.Service {
    /// The version of its Query protocol that each request names.
    fileprivate var queryVersion: String { self == .sts ? "2011-06-15" : "2016-11-15" }
}

/// The body of a request in AWS's Query protocol: `Action=…&Version=…`, then the parameters.
/// Source: Amazon EC2 API Reference, "Query requests".
package enum QueryBody {
    package static let contentType = "application/x-www-form-urlencoded; charset=utf-8"

    /// The parameters come in a natural order: `Filter.2` before `Filter.10`.
    package static func text(_ request: APIRequest) -> String {
        let parameters = request.parameters.sorted { naturally($0.key, before: $1.key) }
        return ([("Action", request.action), ("Version", request.service.queryVersion)] + parameters)
            .map { "\(escaped($0))=\(escaped($1))" }
            .joined(separator: "&")
    }

    private static func escaped(_ text: String) -> String {
        PercentEncoding.encode(text.utf8, keeping: [UInt8(ascii: " ")])
            .split(separator: " ", omittingEmptySubsequences: false).joined(separator: "+")
    }

    /// Part by part between the dots; numbers by their size, before words.
    private static func naturally(_ a: String, before b: String) -> Bool {
        let left = a.split(separator: ".", omittingEmptySubsequences: false)
        let right = b.split(separator: ".", omittingEmptySubsequences: false)
        for (x, y) in zip(left, right) where x != y {
            switch (Int(x), Int(y)) {
            case (let x?, let y?) where x != y: return x < y
            case (_?, nil): return true
            case (nil, _?): return false
            default: return x.utf8.lexicographicallyPrecedes(y.utf8)
            }
        }
        return left.count < right.count
    }
}
