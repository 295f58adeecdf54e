/// The body of a request in AWS's JSON 1.1 protocol: one object, its members by name.
/// Source: the models of CloudWatch Logs and Firehose.
enum JSONBody {
    static let contentType = "application/x-amz-json-1.1"

    /// Members that are no strings on the wire.
    private static let bare: Set = ["limit", "descending"]

    static func text(_ request: APIRequest) -> String {
        let members = request.parameters.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "\(quoted($0.key)):\(bare.contains($0.key) ? $0.value : quoted($0.value))" }
        return "{\(members.joined(separator: ","))}"
    }

    /// What `X-Amz-Target` names.
    static func target(of request: APIRequest) -> String {
        let version = request.service == .firehose ? "Firehose_20150804" : "Logs_20140328"
        return "\(version).\(request.action)"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
