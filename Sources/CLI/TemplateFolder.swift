import Evidence
import Foundation
import Report
import AWS

/// A folder with templates of a user's own.
struct TemplateFolder {
    private let path: String
    /// In bytes.
    private static let limit = 1 << 20
    private static let kinds = [".mustache", ".css", ".js"]

    init(_ path: String) {
        self.path = path
    }

    /// The templates by file name. Other files are none of ours, unless they look like a template: a name that was
    /// misspelt would leave the built-in one in force.
    func templates() throws -> [String: String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path).sortedByBytes()
        } catch {
            throw UsageFailure(description: "the folder of templates, \(path.visible()), cannot be read")
        }
        for name in names where Self.kinds.contains(where: name.lowercased().hasSuffix) {
            guard OwnTemplates.names.contains(name) else { throw unknown(name) }
        }
        let found = names.filter(OwnTemplates.names.contains)
        guard !found.isEmpty else {
            throw UsageFailure(description: "\(path.visible()) holds no template; \(Self.known)")
        }
        return try Dictionary(uniqueKeysWithValues: found.map { ($0, try text(of: $0)) })
    }

    private static var known: String { "there are \(OwnTemplates.names.joined(separator: ", "))" }

    private func unknown(_ name: String) -> UsageFailure {
        let meant = NearestName.to(name, among: OwnTemplates.names).map { "; did you mean \($0)?" } ?? ""
        return UsageFailure(
            description: "\(path.visible()) holds \(name.visible()), which is no template of Exhibit: "
                + "\(Self.known)\(meant)")
    }

    private func text(of name: String) throws -> String {
        let file = "\(path)/\(name)"
        let shown = file.visible()
        // The folder was named, its files were not: what they hold is kept in the package for everybody to read.
        guard ConfiguredPath(beside: file)?.endsBelowFolder(file) == true else {
            throw UsageFailure(description: "\(shown) is a link that leads out of the folder; copy the file into it")
        }
        guard NamedFile.kind(of: file) == .regular else { throw UsageFailure(description: "\(shown) is not a file") }
        do {
            guard let bytes = try NamedFile.read(file, upTo: Self.limit) else {
                throw UsageFailure(description: "\(shown) is larger than \(Self.limit) bytes")
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw UsageFailure(description: "\(shown) is not UTF-8")
            }
            return text
        } catch let error as UsageFailure {
            throw error
        } catch {
            throw UsageFailure(description: "\(shown) cannot be read")
        }
    }
}
