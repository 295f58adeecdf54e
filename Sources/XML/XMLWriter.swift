import CLibXML2

/// Writes one XML document, UTF-8, in pieces as it goes, and nothing that is not well-formed XML 1.0.
///
/// Any text may be given: see `XMLEscaping` for what becomes of characters that XML forbids.
/// Names are literals of the program, so that no text from outside can become one.
package final class XMLWriter {
    private let sink: XMLSink
    private let handle: xmlTextWriterPtr
    private let isIndented: Bool
    private var phase = Phase.beforeRoot
    private var depth = 0
    /// The depth of the outermost open element that holds text: nothing in it is indented.
    private var textDepth: Int?
    /// A pointer, because every look at a variable of a class is checked for exclusive access.
    private let scratch: UnsafeMutablePointer<[UInt8]>

    private enum Phase { case beforeRoot, inRoot, afterRoot, finished }

    /// Pieces of a few kilobytes go to `write`; what it throws comes out of the next call as `.output`.
    package init(
        indented: Bool, to write: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws(XMLWritingError) {
        LibXML2.setUp
        let sink = XMLSink(write)
        guard let output = sink.makeOutputBuffer() else { throw .outOfMemory }
        guard let handle = xmlNewTextWriter(output) else {
            xmlOutputBufferClose(output)
            throw .outOfMemory
        }
        self.sink = sink
        self.handle = handle
        scratch = .allocate(capacity: 1)
        scratch.initialize(to: [])
        isIndented = indented
        if indented {
            xmlTextWriterSetIndent(handle, 1)
            xmlTextWriterSetIndentString(handle, "  ")
        }
    }

    deinit {
        // Freeing flushes; a document that was not finished must not look as if it were.
        sink.isOpen = false
        xmlFreeTextWriter(handle)
        scratch.deinitialize(count: 1)
        scratch.deallocate()
    }

    package func startDocument() throws(XMLWritingError) {
        guard phase == .beforeRoot else { throw .misuse("the document has already begun") }
        // libxml2's own declaration would also turn on a conversion of all output from UTF-8 to UTF-8.
        let declaration: StaticString = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        try writeRaw(UnsafeBufferPointer(start: declaration.utf8Start, count: declaration.utf8CodeUnitCount))
    }

    /// Throws an `XMLWritingError`, or what `content` throws.
    package func element(
        _ name: StaticString, _ attributes: [(StaticString, String)] = [], content: () throws -> Void
    ) throws {
        try start(name, attributes)
        try content()
        try end()
    }

    package func element(
        _ name: StaticString, _ attributes: [(StaticString, String)] = []
    ) throws(XMLWritingError) {
        try start(name, attributes)
        try end()
    }

    package func start(
        _ name: StaticString, _ attributes: [(StaticString, String)] = []
    ) throws(XMLWritingError) {
        try open(name)
        guard let first = attributes.first else { return }
        try open(first)
        for attribute in attributes.dropFirst() { XMLAttributes.append(attribute, to: &scratch.pointee) }
        try endAttributes()
    }

    package func start(
        _ name: StaticString, _ attribute: (StaticString, String), _ more: XMLAttributes
    ) throws(XMLWritingError) {
        try open(name)
        try open(attribute)
        scratch.pointee.append(contentsOf: more.bytes)
        try endAttributes()
    }

    private func open(_ name: StaticString) throws(XMLWritingError) {
        guard phase == .beforeRoot || phase == .inRoot else {
            throw .misuse("<\(name)> would stand after the root element")
        }
        phase = .inRoot
        depth += 1
        try check(xmlTextWriterStartElement(handle, name.utf8Start))
    }

    /// libxml2 puts together each attribute from six pieces, and copies every one. So it is given them all as one:
    /// those after the first as if they were of its value.
    private func open(_ first: (StaticString, String)) throws(XMLWritingError) {
        try check(xmlTextWriterStartAttribute(handle, first.0.utf8Start))
        scratch.pointee.removeAll(keepingCapacity: true)
        XMLEscaping.attribute.append(first.1, to: &scratch.pointee)
    }

    private func endAttributes() throws(XMLWritingError) {
        try writeScratch()
        try check(xmlTextWriterEndAttribute(handle))
    }

    package func text(_ text: String) throws(XMLWritingError) { try self.text(lines: [text]) }

    /// Writes the lines as one text, with a line break between two of them.
    package func text(lines: [String]) throws(XMLWritingError) {
        guard phase == .inRoot else { throw .misuse("text would stand outside the root element") }
        guard let first = lines.first, lines.count > 1 || !first.isEmpty else { return }
        if isIndented && textDepth == nil {
            textDepth = depth
            xmlTextWriterSetIndent(handle, 0)
        }
        scratch.pointee.removeAll(keepingCapacity: true)
        XMLEscaping.text.append(first, to: &scratch.pointee)
        for line in lines.dropFirst() {
            scratch.pointee.append(UInt8(ascii: "\n"))
            XMLEscaping.text.append(line, to: &scratch.pointee)
        }
        try writeScratch()
    }

    /// Ends the element that was started last.
    package func end() throws(XMLWritingError) {
        guard depth > 0 else { throw .misuse("no element is open") }
        if textDepth == depth {
            textDepth = nil
            // Indents again from the next element on: an empty text keeps this one's end tag in its line.
            xmlTextWriterSetIndent(handle, 1)
            try check(xmlTextWriterWriteRawLen(handle, "", 0))
        }
        try check(xmlTextWriterEndElement(handle))
        depth -= 1
        if depth == 0 { phase = .afterRoot }
    }

    /// Writes a comment; `--`, which would end it, becomes `- -`.
    package func comment(_ text: String) throws(XMLWritingError) {
        guard phase != .finished else { throw .misuse("the document is finished") }
        try check(xmlTextWriterStartComment(handle))
        scratch.pointee.removeAll(keepingCapacity: true)
        XMLEscaping.comment.append(text, to: &scratch.pointee)
        try writeScratch()
        try check(xmlTextWriterEndComment(handle))
        // Text in a comment also counts as text of the element, which would lose its indentation.
        if isIndented && textDepth == nil { xmlTextWriterSetIndent(handle, 1) }
    }

    /// Ends the elements still open and the document, and hands on the rest. Nothing may follow.
    package func finish() throws(XMLWritingError) {
        guard phase == .inRoot || phase == .afterRoot else { throw .misuse("no root element, or already finished") }
        while depth > 0 { try end() }
        phase = .finished
        try check(xmlTextWriterEndDocument(handle))
    }

    private func writeScratch() throws(XMLWritingError) {
        try scratch.pointee.withUnsafeBufferPointer { (bytes) throws(XMLWritingError) in try writeRaw(bytes) }
    }

    private func writeRaw(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLWritingError) {
        guard var place = bytes.baseAddress else { return }
        var left = bytes.count
        while left > 0 {
            let count = min(left, 1 << 30)
            try check(xmlTextWriterWriteRawLen(handle, place, Int32(count)))
            place += count
            left -= count
        }
    }

    private func check(_ status: Int32) throws(XMLWritingError) {
        if let failure = sink.failure { throw .output(failure) }
        if status < 0 { throw .outOfMemory }
    }
}
