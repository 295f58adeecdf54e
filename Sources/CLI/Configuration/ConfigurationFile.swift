import Evidence
import Foundation

/// A configuration file that was read: `exhibit.yml`, or another that `--config` names.
struct ConfigurationFile: Sendable {
    /// As it was named.
    let path: String
    /// Of its bytes.
    let sha256: String
    /// A mapping; one without keys where the file says nothing.
    let root: ConfigurationNode

    /// The name that is looked for in the current folder.
    static let usualName = "exhibit.yml"
    /// In bytes.
    static let limit = 1 << 20

    /// Whether something lies there, be it a link that leads nowhere.
    static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 || errno != ENOENT && errno != ENOTDIR
    }

    /// The file that lies in the current folder; nil where there is none. Nobody named it: a link does not choose
    /// another, and nothing is read that could keep the program waiting.
    static func find() throws(ConfigurationError) -> ConfigurationFile? {
        guard isThere(usualName) else { return nil }
        let whole = ConfigurationPlace(path: usualName)
        guard ConfiguredPath(beside: usualName)?.endsBelowFolder(usualName) == true else {
            throw ConfigurationError(
                whole, "this is a link that leads out of the folder, or nowhere; name it with --config \(usualName)")
        }
        guard NamedFile.kind(of: usualName) != .other else { throw ConfigurationError(whole, "this is not a file") }
        return try read(usualName)
    }

    static func read(_ path: String) throws(ConfigurationError) -> ConfigurationFile {
        let whole = ConfigurationPlace(path: path)
        switch NamedFile.kind(of: path) {
        case nil: throw ConfigurationError(whole, "there is no such file")
        case .folder: throw ConfigurationError(whole, "this is a folder; name a file")
        case .regular, .other: break
        }
        let bytes: Data?
        do { bytes = try NamedFile.read(path, upTo: limit) } catch {
            throw ConfigurationError(whole, "the file cannot be read; check its permissions")
        }
        guard let bytes else { throw ConfigurationError(whole, "the file is larger than 1 MiB") }
        return try ConfigurationFile(Array(bytes), at: path)
    }

    /// Throws where it is not UTF-8, not one YAML document, or not a mapping.
    init(_ bytes: [UInt8], at path: String) throws(ConfigurationError) {
        let text = try Self.text(bytes, at: path)
        let start = ConfigurationPlace(path: path, line: 1, column: 1)
        let nothing = ConfigurationNode(content: .mapping([]), place: start, name: "")
        let root = try YAMLText(text, at: path).node() ?? nothing
        switch root.content {
        case .mapping: self.root = root
        case .nothing: self.root = nothing
        case .scalar, .sequence: throw root.mistake("keys with values")
        }
        self.path = path
        sha256 = sha256Hex(bytes)
    }

    /// Without a byte order mark. Throws at the first line that is not UTF-8 and at the first character that would
    /// act instead of being read.
    private static func text(_ bytes: [UInt8], at path: String) throws(ConfigurationError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
            throw ConfigurationError(
                ConfigurationPlace(path: path, line: bad.map { $0 + 1 }), "this is not UTF-8; save the file as UTF-8")
        }
        let content = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        var (line, column) = (1, 1)
        var last: Unicode.Scalar?
        for scalar in content.unicodeScalars {
            if scalar.isActing && !"\t\r\n".unicodeScalars.contains(scalar) {
                throw ConfigurationError(
                    ConfigurationPlace(path: path, line: line, column: column),
                    "there is a control character, \(String(scalar)); remove it, or write it as an escape in double quotes"
                )
            }
            if scalar == "\r" || scalar == "\n" && last != "\r" {
                (line, column) = (line + 1, 1)
            } else if scalar != "\n" {
                column += 1
            }
            last = scalar
        }
        return content
    }
}
