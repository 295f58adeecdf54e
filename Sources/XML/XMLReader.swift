import CLibXML2

/// Reads one document as it arrives, never as a tree: the records of one set one by one, and the envelope.
///
/// In `<DescribeVpcsResponse><requestId>…</requestId><vpcSet><item>…`, read with the set `vpcSet`, each
/// `item` is a record; the envelope is the root without the records. Names are compared without prefix.
/// Refused: any DOCTYPE and entity but the predefined ones, every encoding but UTF-8 and US-ASCII, and what
/// is beyond `XMLLimits`. Nothing is loaded from elsewhere. Any number of readers may work at once.
package final class XMLReader {
    private let parser: xmlParserCtxtPtr
    private let recorder: UnsafeMutablePointer<XMLRecorder>
    private var beginning = XMLBeginning()
    private var encoding = XMLEncodingCheck()
    private var isBusy = false
    private var isFinished = false

    /// `each` is called while bytes are fed; what it throws comes out of `feed` or `finish` unchanged.
    package init(
        roots: [String], recordsIn set: String? = nil, each: @escaping (XMLElement) throws -> Void = { _ in }
    ) throws(XMLReadingError) {
        LibXML2.setUp
        var handler = xmlSAXHandler.recording
        guard let parser = xmlCreatePushParserCtxt(&handler, nil, nil, 0, nil) else {
            throw XMLReadingError(.tooLarge, line: 1, byte: 0, detail: "no memory left to read XML")
        }
        // libxml2 would follow a declared encoding; XMLBeginning refuses all it might have to follow.
        xmlCtxtUseOptions(parser, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue))
        self.parser = parser
        recorder = .allocate(capacity: 1)
        recorder.initialize(to: XMLRecorder(parser: parser, roots: roots, set: set, each: each))
        parser.pointee.userData = UnsafeMutableRawPointer(recorder)
    }

    deinit {
        xmlFreeParserCtxt(parser)
        recorder.deinitialize(count: 1)
        recorder.deallocate()
    }

    /// The next bytes of the document. Throws an `XMLReadingError`, or what the receiver of a record threw.
    package func feed(_ bytes: UnsafeRawBufferPointer) throws {
        try enter()
        take(bytes.bindMemory(to: UInt8.self))
        isBusy = false
        try check()
    }

    package func feed(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try feed($0) }
    }

    /// Ends the document. Returns its root with all that is not in records; throws as `feed` does.
    package func finish() throws -> XMLElement {
        try enter()
        end()
        isBusy = false
        try check()
        return XMLElement(recorder.pointee.takeEnvelope())
    }

    /// Reads a whole document; throws an `XMLReadingError`, or what `each` throws.
    package static func read(
        _ bytes: [UInt8], roots: [String], recordsIn set: String, each: (XMLElement) throws -> Void
    ) throws -> XMLElement {
        try withoutActuallyEscaping(each) { each in
            let reader = try XMLReader(roots: roots, recordsIn: set, each: each)
            try reader.feed(bytes)
            return try reader.finish()
        }
    }

    /// Reads a whole document without records.
    package static func read(_ bytes: [UInt8], roots: [String]) throws(XMLReadingError) -> XMLElement {
        let reader = try XMLReader(roots: roots)
        bytes.withUnsafeBufferPointer { reader.take($0) }
        reader.end()
        if let failure = reader.recorder.pointee.failure { throw failure }
        return XMLElement(reader.recorder.pointee.takeEnvelope())
    }

    private func take(_ bytes: UnsafeBufferPointer<UInt8>) {
        if bytes.isEmpty || recorder.pointee.isStopped { return }
        var rest = bytes[...]
        while !beginning.isOver && !rest.isEmpty && !recorder.pointee.isStopped {
            beginning.append(rest.prefix(XMLLimits.declaration))
            rest = rest.dropFirst(XMLLimits.declaration)
            decide(isWhole: false)
        }
        push(UnsafeBufferPointer(rebasing: rest))
    }

    private func end() {
        isFinished = true
        if recorder.pointee.isStopped { return }
        if !beginning.isOver { decide(isWhole: true) }
        if recorder.pointee.isStopped { return }
        recorder.pointee.isAtEnd = true
        xmlParseChunk(parser, nil, 0, 1)
        if recorder.pointee.isStopped { return }
        if !recorder.pointee.isComplete { return recorder.pointee.failTruncated() }
        if parser.pointee.wellFormed == 0 { recorder.pointee.fail(.malformed, "the document is not well-formed") }
    }

    /// Asks the first bytes for the encoding; once they tell, they and all later ones go to libxml2.
    private func decide(isWhole: Bool) {
        do throws(XMLReadingError) {
            guard let declared = try beginning.encoding(isWhole: isWhole) else { return }
            encoding.isASCII = declared == .ascii
            beginning.release().withUnsafeBufferPointer { push($0) }
        } catch {
            recorder.pointee.fail(error)
        }
    }

    private func push(_ bytes: UnsafeBufferPointer<UInt8>) {
        var rest = bytes[...]
        while !rest.isEmpty && !recorder.pointee.isStopped {
            let piece = UnsafeBufferPointer(rebasing: rest.prefix(XMLLimits.piece))
            rest = rest.dropFirst(piece.count)
            let wrong = encoding.firstInvalid(in: piece)
            let valid = UnsafeBufferPointer(rebasing: piece[..<(wrong ?? piece.count)])
            valid.withMemoryRebound(to: CChar.self) { _ = xmlParseChunk(parser, $0.baseAddress, Int32($0.count), 0) }
            if recorder.pointee.isStopped { return }
            if wrong != nil {
                let expected = encoding.isASCII ? "US-ASCII, as declared" : "UTF-8"
                recorder.pointee.failAtEnd(.encoding, "a byte is not \(expected)")
            } else {
                limitUnread()
            }
        }
    }

    /// Refuses what libxml2 would hold without end, or spend time on that grows with its square.
    private func limitUnread() {
        let unread = recorder.pointee.unread
        guard unread.count > XMLLimits.piece else { return }
        let isTag = unread[0] == UInt8(ascii: "<") && unread[1] != UInt8(ascii: "!") && unread[1] != UInt8(ascii: "?")
        if unread.count > XMLLimits.unread {
            recorder.pointee.fail(
                .textTooLong, "a tag, comment or instruction is longer than \(XMLLimits.unread) bytes")
        } else if isTag && unread.count(where: { $0 == UInt8(ascii: "=") }) > 16 * XMLLimits.attributes {
            recorder.pointee.fail(.tooLarge, "a tag has more than \(XMLLimits.attributes) attributes")
        }
    }

    private func enter() throws(XMLReadingError) {
        guard !isBusy && !isFinished else {
            let detail = "the reader was used \(isBusy ? "from inside a record" : "after its end")"
            throw XMLReadingError(.malformed, line: 1, byte: 0, detail: detail)
        }
        isBusy = true
    }

    private func check() throws {
        if let refusal = recorder.pointee.refusal { throw refusal }
        if let failure = recorder.pointee.failure { throw failure }
    }
}
