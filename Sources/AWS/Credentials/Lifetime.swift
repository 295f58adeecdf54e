/// For how long a service says that something is good: 0 seconds to ten years. An answer with any other number is one
/// that cannot be read, and not one to reckon with.
struct Lifetime: Decodable {
    let seconds: Int64

    private static let longest: Int64 = 10 * 366 * 86_400

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        seconds = try container.decode(Int64.self)
        guard (0...Self.longest).contains(seconds) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no lifetime in seconds")
        }
    }
}
