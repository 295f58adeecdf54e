/// The words of a command line, as a POSIX shell without expansions would part them.
/// Source: botocore's `compat_shell_split`, which is Python's `shlex.split`.
enum ShellWords {
    /// A command line that ends inside a quotation or behind a backslash.
    enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        case openQuotation
        case nothingEscaped

        var description: String {
            switch self {
            case .openQuotation: "has a quotation mark that is not closed"
            case .nothingEscaped: "ends with a backslash that escapes nothing"
            }
        }
    }

    static func split(_ line: String) throws(Failure) -> [String] {
        var words: [String] = []
        var word: String.UnicodeScalarView?
        var quote: Unicode.Scalar?
        var rest = line.unicodeScalars[...]

        while let scalar = rest.popFirst() {
            switch (quote, scalar) {
            case (nil, " "), (nil, "\t"), (nil, "\r"), (nil, "\n"):
                if let word { words.append(String(word)) }
                word = nil
            case (nil, "'"), (nil, "\""):
                quote = scalar
                word = word ?? .init()
            case (let open?, _) where scalar == open:
                quote = nil
            case (nil, "\\"), ("\"", "\\"):
                guard let next = rest.popFirst() else { throw .nothingEscaped }
                // Between double quotation marks a backslash escapes only itself and them.
                if quote != nil && next != "\\" && next != "\"" { word?.append(scalar) }
                word = word ?? .init()
                word?.append(next)
            default:
                word = word ?? .init()
                word?.append(scalar)
            }
        }
        guard quote == nil else { throw .openQuotation }
        if let word { words.append(String(word)) }
        return words
    }
}
