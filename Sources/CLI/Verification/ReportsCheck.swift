import Bag
import Evidence
import Report

/// The reports of a package, held against those that this version makes of the same answers.
struct ReportsCheck: Sendable {
    let package: OpenPackage
    let files: FileCheck
    let run: Run
    let dossier: Dossier
    let isOfThisVersion: Bool

    /// Those that the run was to write, in the order in which they are listed.
    var formats: [ReportFormat] { ReportFormat.chosen(by: run.settings) }

    /// The names of those that, rendered again, are the file byte for byte, as it was when it was hashed. They are
    /// rendered side by side; the largest is listed last and begun first.
    func unchanged(_ formats: [ReportFormat]) async throws -> Set<String> {
        try await withThrowingTaskGroup(of: String?.self) { group in
            for format in formats.reversed() { group.addTask { try isSame(format) ? format.name : nil } }
            return try await group.reduce(into: []) { names, name in if let name { names.insert(name) } }
        }
    }

    private func isSame(_ format: ReportFormat) throws -> Bool {
        guard let sealed = files.tagFiles[format.file] else { return false }
        let output = HashOutput()
        try format.render(dossier, output, beside: package.digests)
        return output.hash.hex() == sealed.sha256
    }

    /// The first difference of each report that is not unchanged. What is missing, cannot be read, or had its line ends
    /// converted, was told already.
    func differences(beside unchanged: Set<String>) throws -> [String] {
        var differences: [String] = []
        for format in formats where !unchanged.contains(format.name) && !files.unfit.contains(format.file) {
            if files.tagFiles[format.file] != nil { differences.append(try difference(format)) }
        }
        return differences
    }

    private func difference(_ format: ReportFormat) throws -> String {
        let comparison = try package.comparison(with: format.file)
        try format.render(dossier, comparison, beside: package.digests)
        let found: FileComparison.Difference?
        do throws(PackageError) {
            found = try comparison.finish()
        } catch {
            if error.isOfSystem { throw error }
            return error.description
        }
        guard let difference = found else { return "\(format.file) changed while it was read" }
        return "\(format.file) line \(difference.line): it says \(Self.quoted(difference.found)) instead of "
            + Self.quoted(difference.expected)
    }

    /// Files that the run was not to write, and reports that it was to write and that are not there.
    func strangers() -> [String] {
        var differences: [String] = []
        for format in formats where files.tagFiles[format.file] == nil && !files.unfit.contains(format.file) {
            differences.append("\(format.file) is missing")
        }
        let known = Set(formats.map(\.file) + OpenPackage.bagFiles + [BagFiles.gitAttributes])
        for file in files.tagFiles.keys.sorted() where !known.contains(file) {
            differences.append("\(file) is in the package, but the run was to write no such file")
        }
        let names = Set(ReportFormat.all.map(\.name))
        for format in run.settings.formats where !names.contains(format) {
            differences.append("run.json names a report format “\(format)”, which this version does not write")
        }
        return differences
    }

    /// What the files that make it a bag say, held against what the run writes there.
    func bagFiles() throws -> BagFiles.Check {
        var check = try package.bagFiles(
            BagInfo(dossier), of: run, octets: files.payloadBytes, byOtherVersion: !isOfThisVersion)
        if !files.unfit.isDisjoint(with: OpenPackage.bagFiles) { check.differences = [] }
        return check
    }

    private static func quoted(_ text: String) -> String {
        let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return text.isEmpty ? "nothing" : "“\(text)”"
    }
}
