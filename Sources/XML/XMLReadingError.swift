/// Why a document was not read: what is wrong, and where.
package struct XMLReadingError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable {
        case doctype
        case entity
        case encoding
        case tooDeep
        case textTooLong
        /// A record, or all that is not in records, takes too much memory; or a tag has too many attributes.
        case tooLarge
        case truncated
        case wrongRoot
        case malformed
    }

    package let kind: Kind
    /// From 1.
    package let line: Int
    /// Bytes read before the place, from the start of the document.
    package let byte: Int
    /// What is wrong, as the end of a sentence. May quote names from the document, never its text.
    package let detail: String

    package init(_ kind: Kind, line: Int, byte: Int, detail: String) {
        self.kind = kind
        self.line = line
        self.byte = byte
        self.detail = detail
    }

    package var description: String { "line \(line), byte \(byte): \(detail)" }
}
