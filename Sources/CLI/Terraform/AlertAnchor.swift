import Evidence
import Foundation

/// The line that `--sarif-anchor PATH[:LINE]` names.
enum AlertAnchor {
    private static let largest = 64 << 20

    /// Throws unless it is a line of a regular file of the repository.
    static func place(_ text: String, in repository: Repository) throws(UsageFailure) -> SourceMap.Place {
        let (file, line) = parts(of: text)
        let shown = file.visible()
        let address = repository.absolute(file)
        guard let kind = NamedFile.kind(of: address) else {
            throw failure("there is no file \(shown)")
        }
        guard kind == .regular else { throw failure("\(shown) is not a regular file") }
        guard let path = repository.path(of: file) else {
            throw failure("\(shown) does not lie in the repository \(repository.root.visible())")
        }
        guard Repository.canBeNamed(path) else {
            throw failure("no alert can name \(path.visible()): it has control characters")
        }
        guard line >= 1 else { throw failure("lines are counted from 1") }
        let lines: Int
        do {
            guard let bytes = try NamedFile.read(address, upTo: largest) else {
                throw UsageFailure(description: "it is larger than 64 MiB")
            }
            lines = Self.lines(of: bytes)
        } catch let error as UsageFailure {
            throw failure("\(shown): \(error.description)")
        } catch {
            throw failure("\(shown) cannot be read")
        }
        guard line <= lines else {
            throw failure("\(shown) has \(lines) line\(lines == 1 ? "" : "s"), and no line \(line)")
        }
        return SourceMap.Place(path: path, line: line)
    }

    /// What is behind the last colon is a line only where it is a number.
    private static func parts(of text: String) -> (file: String, line: Int) {
        guard let colon = text.lastIndex(of: ":") else { return (text, 1) }
        let number = text[text.index(after: colon)...]
        guard !number.isEmpty, number.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return (text, 1)
        }
        return (String(text[..<colon]), Int(number) ?? .max)
    }

    /// An empty file has one, as editors show it.
    private static func lines(of bytes: Data) -> Int {
        let ends = bytes.count { $0 == UInt8(ascii: "\n") }
        return max(1, bytes.last == UInt8(ascii: "\n") ? ends : ends + 1)
    }

    private static func failure(_ text: String) -> UsageFailure {
        UsageFailure(description: "--sarif-anchor: \(text)")
    }
}
