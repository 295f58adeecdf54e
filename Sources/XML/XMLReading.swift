import CLibXML2

/// One document on its way through libxml2, which asks for its bytes and tells what it finds in them.
final class XMLReading {
    private let parser: xmlParserCtxtPtr
    private let recorder: UnsafeMutablePointer<XMLRecorder>

    init(
        _ input: XMLInput, roots: [String], set: String?, each: @escaping (XMLElement) throws -> Void
    ) throws(XMLReadingError) {
        LibXML2.setUp
        var input = input
        try input.begin()
        guard let parser = xmlNewParserCtxt() else {
            throw XMLReadingError(.tooLarge, line: 1, byte: 0, detail: "no memory left to read XML")
        }
        self.parser = parser
        recorder = .allocate(capacity: 1)
        recorder.initialize(to: XMLRecorder(input, parser: parser, roots: roots, set: set, each: each))
        parser.pointee.sax.pointee = .recording
        parser.pointee.userData = UnsafeMutableRawPointer(recorder)
    }

    deinit {
        xmlFreeParserCtxt(parser)
        recorder.deinitialize(count: 1)
        recorder.deallocate()
    }

    func run() {
        // libxml2 would follow a declared encoding; XMLBeginning refuses all it might have to follow.
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue)
        let read: xmlInputReadCallback = { context, buffer, count in
            guard let context, let buffer else { return 0 }
            let free = UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))
            return Int32(context.assumingMemoryBound(to: XMLRecorder.self).pointee.fill(free))
        }
        xmlFreeDoc(xmlCtxtReadIO(parser, read, nil, recorder, nil, nil, options))
        recorder.pointee.finish(isWellFormed: parser.pointee.wellFormed != 0)
    }

    /// What the receiver of a record threw, or whoever gives the pieces.
    var refusal: (any Error)? { recorder.pointee.refusal }

    /// The root without the records; to be asked once, after the run.
    func envelope() throws(XMLReadingError) -> XMLElement {
        if let failure = recorder.pointee.failure { throw failure }
        return XMLElement(recorder.pointee.takeEnvelope())
    }
}
