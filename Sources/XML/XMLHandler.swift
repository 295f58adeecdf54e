import CLibXML2

extension xmlSAXHandler {
    /// Tells an `XMLRecorder`, the parser's user data, what is found; nothing is printed, built or loaded.
    static var recording: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.internalSubset = { context, _, _, _ in with(context) { $0.doctype() } }
        // SAX1 takes a sixth less time: it leaves out namespaces, which nobody asks for.
        handler.startDocument = { context in with(context) { $0.useSAX1() } }
        handler.startElement = { context, name, attributes in
            guard let name else { return }
            with(context) { $0.start($0.known.name(at: name), attributes: count(attributes)) }
        }
        handler.endElement = { context, _ in with(context) { $0.end() } }
        handler.characters = { context, bytes, length in
            guard let bytes else { return }
            with(context) { $0.text(bytes, Int(length)) }
        }
        // The same function: libxml2 then does not look whether text is blank.
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.comment = { context, _ in with(context) { $0.remark() } }
        handler.processingInstruction = { context, _, _ in with(context) { $0.remark() } }
        // The type of `error` is a pointer to a constant from libxml2 2.12 on.
        handler.serror = { context, error in
            guard let error = error?.pointee, error.level == XML_ERR_FATAL else { return }
            let message = error.message.map { String(cString: $0) } ?? "libxml2 error \(error.code)"
            with(context) { $0.error(code: error.code, message: message) }
        }
        return handler
    }
}

/// Names and values take turns, and end with nil.
@inline(__always)
private func count(_ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) -> Int {
    guard let attributes else { return 0 }
    var count = 0
    while attributes[count &* 2] != nil { count &+= 1 }
    return count
}

/// The reader owns the recorder, keeps it in place, and lives as long as libxml2 calls back.
@inline(__always)
private func with(_ context: UnsafeMutableRawPointer?, _ body: (inout XMLRecorder) -> Void) {
    guard let context else { return }
    body(&context.assumingMemoryBound(to: XMLRecorder.self).pointee)
}
