import CLibXML2

/// Takes what libxml2 finds, keeps the limits, and gives out one record after the other.
///
/// A record is an `item` of the element named `set`, a child of the root. All else is the envelope.
/// A set that holds anything else, and a second set, are refused: unreadable must not pass for empty.
struct XMLRecorder: ~Copyable {
    /// Where elements go now: the record that is open, or else the envelope.
    private var tape = XMLTape()
    /// The envelope while a record is open, or else the memory of the next record.
    private var waiting = XMLTape()
    private var record: XMLPart
    private var hasRoot = false
    private var hasSet = false
    private var isInSet = false
    private var isInRecord = false
    private var depth = 0
    /// Whether what comes now is not kept, and may only be blanks: after an end tag, and between records.
    private var isBetween = false
    /// Bytes of text since the last tag.
    private var textLength = 0

    private var input: XMLInput
    private(set) var isStopped = false
    private(set) var failure: XMLReadingError?
    /// What the receiver of a record threw, or whoever gives the pieces.
    private(set) var refusal: (any Error)?

    private let parser: xmlParserCtxtPtr
    private let names: XMLNames
    let known = XMLNameTable()
    private let roots: [String]
    private let set: String?
    private let each: (XMLElement) throws -> Void

    init(
        _ input: XMLInput, parser: xmlParserCtxtPtr, roots: [String], set: String?,
        each: @escaping (XMLElement) throws -> Void
    ) {
        self.input = input
        self.parser = parser
        self.roots = roots
        self.set = set
        self.each = each
        names = XMLNames(of: parser)
        record = XMLPart(names: names)
    }

    /// Whether the root element has been read to its end.
    private var isComplete: Bool { hasRoot && depth == 0 }

    /// What libxml2 was given and has not read yet.
    private var unread: UnsafeBufferPointer<UInt8> {
        guard let input = parser.pointee.input?.pointee, let next = input.cur, let end = input.end, next <= end else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(start: next, count: end - next)
    }

    /// The root without the records; to be asked once, when the document is complete.
    mutating func takeEnvelope() -> XMLPart {
        let envelope = XMLPart(names: names)
        envelope.exchange(&tape)
        return envelope
    }

    // MARK: What libxml2 asks for and finds

    /// Returns how many bytes were put into the buffer: 0 ends libxml2's work too.
    mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        isStopped ? 0 : input.fill(buffer)
    }

    /// libxml2 takes a handler for SAX2 by the mark that errors of some structure need.
    func useSAX1() { parser.pointee.sax2 = 0 }

    mutating func start(_ name: XMLName, attributes: Int) {
        if isStopped { return }
        input.countAtEvent = input.count
        // At the end of all bytes libxml2 takes the beginning of a tag for a whole one.
        if input.end != nil && isTagUnfinished {
            if !stopIfCutShort() { failTruncated() }
            return
        }
        if depth == XMLLimits.depth {
            return fail(.tooDeep, "elements are nested more than \(XMLLimits.depth) deep")
        }
        if attributes > XMLLimits.attributes {
            return fail(.tooLarge, "<\(shown(name))> has more than \(XMLLimits.attributes) attributes")
        }
        if depth <= 2 && !place(name) { return }
        depth &+= 1
        textLength = 0
        isBetween = isInSet && !isInRecord
        let blanks = tape.openText
        if !blanks.isBlank { return failMixed() }
        tape.start(name, after: blanks.count)
        if tape.size > XMLLimits.tape { failTooLarge() }
    }

    mutating func text(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
        if isStopped { return }
        input.countAtEvent = input.count
        textLength &+= length
        if textLength > XMLLimits.text { return fail(.textTooLong, "a text is longer than \(XMLLimits.text) bytes") }
        if isBetween {
            // The line breaks between elements would add up; anything else there would be lost.
            if !UnsafeBufferPointer(start: bytes, count: length).isBlank { failMixed() }
            return
        }
        tape.append(bytes, length)
        if tape.size > XMLLimits.tape { failTooLarge() }
    }

    mutating func end() {
        if isStopped { return }
        input.countAtEvent = input.count
        depth &-= 1
        textLength = 0
        isBetween = true
        tape.end()
        if depth <= 2 {
            if isInRecord && depth == 2 { deliver() }
            if depth == 1 { isInSet = false }
        }
    }

    mutating func doctype() {
        if !isStopped { fail(.doctype, "the document has a DOCTYPE") }
    }

    /// A comment or an instruction.
    mutating func remark() { input.countAtEvent = input.count }

    /// An error by which libxml2 itself gives up.
    mutating func error(code: Int32, message: String) {
        if isStopped || stopIfCutShort() { return }
        let code = xmlParserErrors(UInt32(bitPattern: code))
        switch code {
        case XML_ERR_UNDECLARED_ENTITY: fail(.entity, "the document uses an entity: \(oneLine(message))")
        // libxml2's SAX1 gives the start tag's line as 0.
        case XML_ERR_TAG_NAME_MISMATCH:
            fail(.malformed, tape.openName.map { "<\(shown($0))> is ended by another tag" } ?? oneLine(message))
        // libxml2 calls empty what holds no element.
        case XML_ERR_DOCUMENT_EMPTY where !unread.isEmpty:
            fail(.malformed, "there is no element where the root should be")
        case _ where isMissingMore: failTruncated()
        case XML_ERR_INVALID_ENCODING, XML_ERR_UNKNOWN_ENCODING, XML_ERR_UNSUPPORTED_ENCODING:
            fail(.encoding, oneLine(message))
        default: fail(.malformed, oneLine(message))
        }
    }

    /// Whether more bytes could have mended what libxml2 stumbles over: it has come to the last tag, unfinished.
    private var isMissingMore: Bool {
        if case .whole = input.end { return !isComplete && isTagUnfinished }
        return false
    }

    private var isTagUnfinished: Bool { !unread.contains(UInt8(ascii: ">")) }

    /// After all bytes were read, or as many as were given: what is missing now is missing for good.
    mutating func finish(isWellFormed: Bool) {
        if isStopped || stopIfCutShort() { return }
        if !isComplete { return failTruncated() }
        // For libxml2 a NUL is the end.
        if !unread.isEmpty || !input.isAtEnd() { return fail(.malformed, "the document is followed by a NUL") }
        if !isWellFormed { fail(.malformed, "the document is not well-formed") }
    }

    // MARK: Refusing

    /// Stops at the place where libxml2 reads now.
    private mutating func fail(_ kind: XMLReadingError.Kind, _ detail: String) {
        let line = Int(parser.pointee.input?.pointee.line ?? 1)
        fail(XMLReadingError(kind, line: max(1, line), byte: max(0, xmlByteConsumed(parser)), detail: detail))
    }

    /// Stops at the end of what libxml2 was given, which it may not have read yet.
    private mutating func failAtEnd(_ kind: XMLReadingError.Kind, _ detail: String) {
        let line = Int(parser.pointee.input?.pointee.line ?? 1) + unread.count { $0 == UInt8(ascii: "\n") }
        fail(XMLReadingError(kind, line: max(1, line), byte: input.count, detail: detail))
    }

    /// Whether the input ended early, of which libxml2 can tell only that something is missing; then says why.
    private mutating func stopIfCutShort() -> Bool {
        switch input.end {
        case nil, .whole: return false
        case .invalid: failAtEnd(.encoding, "a byte is not \(input.isASCII ? "US-ASCII, as declared" : "UTF-8")")
        case .unread: failAtEnd(.textTooLong, "a tag, comment or the like is longer than \(XMLLimits.unread) bytes")
        case .refused(let error): refuse(error)
        }
        return true
    }

    private mutating func refuse(_ error: any Error) {
        refusal = error
        isStopped = true
    }

    private mutating func fail(_ error: XMLReadingError) {
        failure = error
        isStopped = true
    }

    private mutating func failTruncated() {
        if let name = tape.openName {
            failAtEnd(.truncated, "the document ends inside <\(shown(name))>")
        } else {
            failAtEnd(.truncated, "the document ends before its root element")
        }
    }

    private mutating func failMixed() {
        fail(.malformed, "there is text between \(isInSet && !isInRecord ? "records" : "elements")")
    }

    private mutating func failTooLarge() {
        fail(.tooLarge, "\(isInRecord ? "a record" : "what is not in records") takes more than \(XMLLimits.tape) bytes")
    }

    // MARK: Placing

    /// Decides where an element near the root belongs; false when the document is refused.
    private mutating func place(_ name: XMLName) -> Bool {
        switch depth {
        case 0:
            hasRoot = true
            if !roots.contains(name.text) {
                let expected = roots.map { "<\($0)>" }.joined(separator: " or ")
                fail(.wrongRoot, "the root is <\(shown(name))>, not \(expected)")
                return false
            }
        case 1:
            isInSet = set == name.text
            if isInSet && hasSet {
                fail(.malformed, "a second <\(shown(name))>, where only one may stand")
                return false
            }
            hasSet = hasSet || isInSet
        default:
            if !isInSet { break }
            if !name.isSame(as: "item") {
                fail(.malformed, "<\(shown(name))> in <\(set ?? "")>, where only <item> may stand")
                return false
            }
            isInRecord = true
            swap(&tape, &waiting)
        }
        return true
    }

    private mutating func deliver() {
        isInRecord = false
        swap(&tape, &waiting)
        record.exchange(&waiting)
        do { try each(XMLElement(record)) } catch { refuse(error) }
        // Whoever kept an element keeps its memory too.
        if isKnownUniquelyReferenced(&record) {
            record.exchange(&waiting)
        } else {
            record = XMLPart(names: names)
        }
        waiting.removeAll()
    }

    /// A name from the document, short enough for a sentence.
    private func shown(_ name: XMLName) -> String {
        let name = name.text.unicodeScalars
        return name.count > 100 ? "\(String(name.prefix(100)))…" : String(name)
    }

    private func oneLine(_ message: String) -> String {
        let words = message.unicodeScalars.split { $0.value <= 0x20 || 0x7F..<0xA0 ~= $0.value }
        return String(words.map { String($0) }.joined(separator: " ").unicodeScalars.prefix(200))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether all text of a document is blanks: XML allows nothing else from the space down.
    @inline(__always)
    fileprivate var isBlank: Bool {
        var index = 0
        while index < count {
            if count >= 8 {
                // The last word begins among bytes that were seen before.
                if !isBlankWord(at: Swift.min(index, count &- 8)) { return false }
                index &+= 8
            } else {
                if self[index] > 0x20 { return false }
                index &+= 1
            }
        }
        return true
    }

    /// Below 0x80, a byte that is not carried to its highest bit is no more than a space.
    @inline(__always)
    private func isBlankWord(at place: Int) -> Bool {
        let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        let word = UnsafeRawBufferPointer(self).loadUnaligned(fromByteOffset: place, as: UInt64.self)
        return (word | (word &+ ones &* 0x5F)) & highs == 0
    }
}
