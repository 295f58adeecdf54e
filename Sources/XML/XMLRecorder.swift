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
    /// Bytes of text since the last tag.
    private var textLength = 0

    private(set) var isStopped = false
    private(set) var failure: XMLReadingError?
    /// What the receiver of a record threw.
    private(set) var refusal: (any Error)?
    /// Set when no bytes follow: from then on, what is missing is missing for good.
    var isAtEnd = false

    private let parser: xmlParserCtxtPtr
    private let names: XMLNames
    private let roots: [String]
    private let set: String?
    private let each: (XMLElement) throws -> Void

    init(
        parser: xmlParserCtxtPtr, roots: [String], set: String?, each: @escaping (XMLElement) throws -> Void
    ) {
        self.parser = parser
        self.roots = roots
        self.set = set
        self.each = each
        names = XMLNames(of: parser)
        record = XMLPart(names: names)
    }

    /// Whether the root element has been read to its end.
    var isComplete: Bool { hasRoot && depth == 0 }

    /// What libxml2 was given and has not read yet.
    var unread: UnsafeBufferPointer<UInt8> {
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

    // MARK: What libxml2 finds

    mutating func start(
        _ name: UnsafePointer<UInt8>, attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: Int
    ) {
        if isStopped { return }
        if depth == XMLLimits.depth {
            return fail(.tooDeep, "elements are nested more than \(XMLLimits.depth) deep")
        }
        if count > 0 && !accept(attributes, count, of: name) { return }
        if depth <= 2 && !place(name) { return }
        depth &+= 1
        textLength = 0
        tape.start(name)
        if tape.size > XMLLimits.tape { failTooLarge() }
    }

    mutating func text(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
        if isStopped { return }
        textLength &+= length
        if textLength > XMLLimits.text { return fail(.textTooLong, "a text is longer than \(XMLLimits.text) bytes") }
        if isInSet && !isInRecord && depth == 2 {
            // The line breaks between records would add up.
            if !isBlank(bytes, length) { fail(.malformed, "there is text between records") }
            return
        }
        tape.append(bytes, length)
        if tape.size > XMLLimits.tape { failTooLarge() }
    }

    mutating func end() {
        if isStopped { return }
        depth &-= 1
        textLength = 0
        tape.end()
        if depth <= 2 {
            if isInRecord && depth == 2 { deliver() }
            if depth == 1 { isInSet = false }
        }
    }

    mutating func doctype() {
        if !isStopped { fail(.doctype, "the document has a DOCTYPE") }
    }

    /// An error by which libxml2 itself gives up.
    mutating func error(code: Int32, message: String) {
        if isStopped { return }
        if isAtEnd && !isComplete { return failTruncated() }
        switch xmlParserErrors(UInt32(bitPattern: code)) {
        case XML_ERR_UNDECLARED_ENTITY: fail(.entity, "the document uses an entity: \(oneLine(message))")
        case XML_ERR_INVALID_ENCODING, XML_ERR_UNKNOWN_ENCODING, XML_ERR_UNSUPPORTED_ENCODING:
            fail(.encoding, oneLine(message))
        // libxml2 calls empty what holds no element.
        case XML_ERR_DOCUMENT_EMPTY: fail(.malformed, "there is no element where the root should be")
        default: fail(.malformed, oneLine(message))
        }
    }

    // MARK: Refusing

    /// Stops at the place where libxml2 reads now.
    mutating func fail(_ kind: XMLReadingError.Kind, _ detail: String) {
        let line = Int(parser.pointee.input?.pointee.line ?? 1)
        fail(XMLReadingError(kind, line: max(1, line), byte: max(0, xmlByteConsumed(parser)), detail: detail))
    }

    /// Stops at the end of what libxml2 was given, which it may not have read yet.
    mutating func failAtEnd(_ kind: XMLReadingError.Kind, _ detail: String) {
        let line = Int(parser.pointee.input?.pointee.line ?? 1) + unread.count { $0 == UInt8(ascii: "\n") }
        let byte = xmlByteConsumed(parser) + unread.count
        fail(XMLReadingError(kind, line: max(1, line), byte: max(0, byte), detail: detail))
    }

    mutating func fail(_ error: XMLReadingError) {
        failure = error
        stop()
    }

    mutating func failTruncated() {
        if let name = tape.openName {
            failAtEnd(.truncated, "the document ends inside <\(shown(name))>")
        } else {
            failAtEnd(.truncated, "the document ends before its root element")
        }
    }

    private mutating func failTooLarge() {
        fail(.tooLarge, "\(isInRecord ? "a record" : "what is not in records") takes more than \(XMLLimits.tape) bytes")
    }

    private mutating func stop() {
        isStopped = true
        xmlStopParser(parser)
    }

    // MARK: Placing

    /// Decides where an element near the root belongs; false when the document is refused.
    private mutating func place(_ name: UnsafePointer<UInt8>) -> Bool {
        switch depth {
        case 0:
            let root = String(cString: name)
            hasRoot = true
            if !roots.contains(root) {
                let expected = roots.map { "<\($0)>" }.joined(separator: " or ")
                fail(.wrongRoot, "the root is <\(shown(name))>, not \(expected)")
                return false
            }
        case 1:
            isInSet = set.map { $0 == String(cString: name) } ?? false
            if isInSet && hasSet {
                fail(.malformed, "a second <\(shown(name))>, where only one may stand")
                return false
            }
            hasSet = hasSet || isInSet
        default:
            if !isInSet { break }
            if !isName(name, "item") {
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
        do { try each(XMLElement(record)) } catch {
            refusal = error
            stop()
        }
        // Whoever kept an element keeps its memory too.
        if isKnownUniquelyReferenced(&record) {
            record.exchange(&waiting)
        } else {
            record = XMLPart(names: names)
        }
        waiting.removeAll()
    }

    /// libxml2 gives five pointers for each attribute; the last two are where its value begins and ends.
    private mutating func accept(
        _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: Int, of name: UnsafePointer<UInt8>
    ) -> Bool {
        if count > XMLLimits.attributes {
            fail(.tooLarge, "<\(shown(name))> has more than \(XMLLimits.attributes) attributes")
            return false
        }
        for attribute in 0..<count {
            guard let begin = attributes?[attribute * 5 + 3], let end = attributes?[attribute * 5 + 4] else { continue }
            if end - begin > XMLLimits.text {
                fail(.textTooLong, "an attribute of <\(shown(name))> is longer than \(XMLLimits.text) bytes")
                return false
            }
        }
        return true
    }

    private func isBlank(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        UnsafeBufferPointer(start: bytes, count: length).allSatisfy {
            $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D
        }
    }

    /// A name from the document, short enough for a sentence.
    private func shown(_ name: UnsafePointer<UInt8>) -> String {
        let name = String(cString: name).unicodeScalars
        return name.count > 100 ? "\(String(name.prefix(100)))…" : String(name)
    }

    private func oneLine(_ message: String) -> String {
        let words = message.unicodeScalars.split { $0.value <= 0x20 || 0x7F..<0xA0 ~= $0.value }
        return String(words.map { String($0) }.joined(separator: " ").unicodeScalars.prefix(200))
    }
}
