/// Why a document was not written.
package enum XMLWritingError: Error, CustomStringConvertible {
    /// The output refused; the error is its own.
    case output(any Error)
    /// A call that would have made the document malformed.
    case misuse(String)
    case outOfMemory

    package var description: String {
        switch self {
        case .output(let error): "the XML could not be written: \(error)"
        case .misuse(let what): "the XML would not be well-formed: \(what)"
        case .outOfMemory: "no memory left to write XML"
        }
    }
}
