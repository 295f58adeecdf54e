import Foundation

/// Reads answers in AWS's JSON 1.1 protocol: members that nobody asks for are passed over; one that is asked for and
/// is of another type, and any that an object gives twice, makes the whole answer unreadable.
package enum JSONAnswer {
    /// More than any answer of the calls that are made.
    private static let limit = 8 << 20

    package static func read<Value: Decodable>(
        _ body: [UInt8], as type: Value.Type = Value.self
    ) throws(RecordError) -> Value {
        guard body.count <= limit else { throw RecordError(description: "the answer is larger than \(limit) bytes") }
        // A NUL is in no text of JSON, and in all of its other encodings than UTF-8.
        if body.contains(0) { throw RecordError(description: "it is not JSON") }
        let value: Value
        do {
            value = try JSONDecoder().decode(type, from: Data(body))
        } catch DecodingError.keyNotFound(let key, _) {
            throw RecordError(description: "the answer has no \(key.stringValue)")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            let path = context.codingPath.map { $0.intValue.map { "item \($0 + 1)" } ?? $0.stringValue }
            throw RecordError(description: "\(path.joined(separator: " ")) is not what it should be")
        } catch {
            throw RecordError(description: "it is not JSON")
        }
        if let key = JSONKeys.repeated(in: body) { throw .repeated(key, of: "the answer") }
        return value
    }
}
