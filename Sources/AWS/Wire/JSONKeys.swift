/// The keys of JSON that is known to be well-formed, looked through for one that an object gives twice: decoders take
/// one of its values and do not say which.
enum JSONKeys {
    private static let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))

    /// A key that an object gives twice, or writes with escapes, behind which any key may hide; nil where there is none.
    static func repeated(in body: [UInt8]) -> String? {
        /// The keys so far; nil in an array.
        typealias Keys = Set<ArraySlice<UInt8>>?
        var open: [Keys] = []
        var isKey = false
        var place = 0
        while place < body.count {
            switch body[place] {
            case UInt8(ascii: "{"):
                open.append([])
                isKey = true
            case UInt8(ascii: "["):
                open.append(Keys.none)
                isKey = false
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                _ = open.popLast()
                isKey = false
            case UInt8(ascii: ","): isKey = (open.last ?? nil) != nil
            case quote:
                let start = place + 1
                place = end(ofStringAt: start, in: body)
                guard isKey else { break }
                isKey = false
                let key = body[start..<place]
                if key.contains(backslash) || open[open.count - 1]?.insert(key).inserted == false {
                    return String(decoding: key, as: UTF8.self)
                }
            default: break
            }
            place += 1
        }
        return nil
    }

    /// Where the closing quote stands.
    private static func end(ofStringAt start: Int, in body: [UInt8]) -> Int {
        var place = start
        while place < body.count, body[place] != quote { place += body[place] == backslash ? 2 : 1 }
        return min(place, body.count)
    }
}
