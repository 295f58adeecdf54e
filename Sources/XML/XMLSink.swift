import CLibXML2

/// What libxml2 writes to: a closure, and what it threw.
final class XMLSink {
    private let write: (UnsafeRawBufferPointer) throws -> Void
    private(set) var failure: (any Error)?
    /// Whether the closure is still called.
    var isOpen = true

    init(_ write: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.write = write
    }

    /// An output buffer of libxml2, which must be closed before this object goes.
    func makeOutputBuffer() -> xmlOutputBufferPtr? {
        let context = Unmanaged.passUnretained(self).toOpaque()
        return xmlOutputBufferCreateIO(
            { context, bytes, count in
                guard let context else { return -1 }
                Unmanaged<XMLSink>.fromOpaque(context).takeUnretainedValue()
                    .take(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
                // Also after a failure: libxml2 would print it to stderr, and the writer throws it anyway.
                return count
            }, nil, context, nil)
    }

    private func take(_ bytes: UnsafeRawBufferPointer) {
        guard isOpen, failure == nil, !bytes.isEmpty else { return }
        do { try write(bytes) } catch { failure = error }
    }
}
