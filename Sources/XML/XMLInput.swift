/// The bytes of a document, as libxml2 asks for them. Only those of its encoding get through.
///
/// libxml2 looks ahead in what it was given last, so it is given all it asks for, however small the pieces are.
struct XMLInput {
    /// Why no more bytes are given.
    enum End {
        case whole
        /// The next byte is none of the encoding.
        case invalid
        /// What cannot be read in parts is longer than `XMLLimits.unread`.
        case unread
        /// Whoever gives the pieces threw this.
        case refused(any Error)
    }

    private let next: () throws -> [UInt8]?
    private var piece: [UInt8] = []
    private var place = 0
    private var isExhausted = false
    private var encoding = XMLEncodingCheck()
    private(set) var end: End?
    /// Bytes given, from the start of the document.
    private(set) var count = 0
    /// How many of them there were when libxml2 last told of something it had read.
    var countAtEvent = 0

    init(_ next: @escaping () throws -> [UInt8]?) { self.next = next }

    var isASCII: Bool { encoding.isASCII }

    /// Takes as many pieces as tell the encoding. Throws where it is one that is not read.
    mutating func begin() throws(XMLReadingError) {
        while end == nil {
            advance()
            if let told = try XMLBeginning(of: piece).encoding(isWhole: isExhausted) {
                encoding.isASCII = told == .ascii
                return
            }
        }
    }

    /// Returns how many bytes were put into the buffer: 0 at the end.
    mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        if count - countAtEvent > XMLLimits.unread { end = .unread }
        var filled = 0
        while end == nil && filled < buffer.count {
            if place < piece.count {
                filled += copy(to: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            } else if isExhausted {
                end = .whole
            } else {
                piece = []
                place = 0
                advance()
            }
        }
        count += filled
        return filled
    }

    /// Whether all bytes have been given.
    mutating func isAtEnd() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { fill($0) == 0 }
    }

    private mutating func advance() {
        do {
            guard let more = try next() else { return isExhausted = true }
            if piece.isEmpty { piece = more } else { piece += more }
        } catch {
            end = .refused(error)
        }
    }

    private mutating func copy(to buffer: UnsafeMutableRawBufferPointer) -> Int {
        let piece = piece
        let count = piece.withUnsafeBufferPointer { piece in
            let share = UnsafeBufferPointer(rebasing: piece[place...].prefix(buffer.count))
            let invalid = encoding.firstInvalid(in: share)
            if invalid != nil { end = .invalid }
            let valid = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: share[..<(invalid ?? share.count)]))
            buffer.copyMemory(from: valid)
            return valid.count
        }
        place += count
        return count
    }
}
