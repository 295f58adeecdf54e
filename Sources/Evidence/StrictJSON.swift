import Foundation

/// Reads JSON that says no more than what is read of it: no key twice, none that nobody knows, no null, no number
/// written in another way. Whatever another program reads in the same bytes is what is read here.
package enum StrictJSON {
    package enum Refusal: Error, Sendable, Hashable {
        case notJSON
        /// The keys that lead there.
        case twice([String])
        case unknown([String])
        /// It is read as something else than it is written as.
        case otherwise([String])
        case tooLarge
    }

    /// What is not written as Exhibit writes it is looked at closely, and that takes many times its size.
    private static let closelyAtMost = 16 << 20

    /// Throws `Refusal`, or what decoding throws.
    package static func decode<Value: Codable>(
        _ type: Value.Type, from bytes: ArraySlice<UInt8>, _ layout: JSONText.Layout
    ) throws -> Value {
        let value = try JSONDecoder().decode(type, from: Data(bytes))
        let comparison = ComparedOutput(with: bytes)
        try JSONText.write(value, layout, to: comparison)
        if comparison.isSame { return value }
        guard bytes.count <= closelyAtMost else { throw Refusal.tooLarge }
        let written: JSONTree
        do {
            written = try JSONTree(bytes)
        } catch {
            switch error {
            case .notJSON: throw Refusal.notJSON
            case .twice(let path): throw Refusal.twice(path)
            }
        }
        let read = try JSONTree(JSONText.bytes(of: value, .oneLine)[...])
        if let refusal = written.excess(over: read, at: []) { throw refusal }
        return value
    }
}

extension JSONTree {
    /// What stands here and not there, or otherwise; what stands only there was left out.
    fileprivate func excess(over read: JSONTree, at path: [String]) -> StrictJSON.Refusal? {
        switch (self, read) {
        case (.object(let mine), .object(let theirs)):
            let known = Dictionary(theirs.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
            for member in mine {
                let place = path + [member.name]
                guard let value = known[member.key] else { return .unknown(place) }
                if let excess = member.value.excess(over: value, at: place) { return excess }
            }
            return nil
        case (.list(let mine), .list(let theirs)):
            guard mine.count == theirs.count else { return .otherwise(path) }
            for (index, pair) in zip(mine, theirs).enumerated() {
                if let excess = pair.0.excess(over: pair.1, at: path + [String(index)]) { return excess }
            }
            return nil
        default: return self == read ? nil : .otherwise(path)
        }
    }
}

/// Holds what is written against bytes that are there.
private final class ComparedOutput: Output {
    private var rest: ArraySlice<UInt8>
    private var isSameSoFar = true
    private var beyond: [UInt8] = []

    init(with bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    func write(_ bytes: UnsafeRawBufferPointer) {
        guard isSameSoFar else { return }
        let common = min(rest.count, bytes.count)
        isSameSoFar = rest.prefix(common).elementsEqual(bytes.prefix(common))
        rest = rest.dropFirst(common)
        // All that may come after the end is the end of a line.
        beyond += bytes.dropFirst(common).prefix(2)
    }

    /// A line of JSON lines comes without its end.
    var isSame: Bool { isSameSoFar && rest.isEmpty && (beyond.isEmpty || beyond == [UInt8(ascii: "\n")]) }
}
