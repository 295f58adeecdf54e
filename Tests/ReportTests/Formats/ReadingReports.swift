import Evidence
import Foundation
import Report
import Testing

/// Says what is missing, without the whole report.
func expect(_ report: String, has text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    if !report.contains(text) { Issue.record("the report lacks: \(text)", sourceLocation: sourceLocation) }
}

func expect(_ report: String, lacks text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    if report.contains(text) { Issue.record("the report has: \(text)", sourceLocation: sourceLocation) }
}

extension String {
    /// What stands between the first `start` and the next `end`.
    func between(_ start: String, _ end: String) -> String? {
        guard let from = range(of: start), let to = range(of: end, range: from.upperBound..<endIndex) else {
            return nil
        }
        return String(self[from.upperBound..<to.lowerBound])
    }
}

/// Puts a report aside for eyes, where EXHIBIT_KEEP asks for it.
func keep(_ bytes: [UInt8], as file: String, of dossier: Dossier) throws {
    guard ProcessInfo.processInfo.environment["EXHIBIT_KEEP"] != nil else { return }
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("exhibit-kept/\(dossier.assessments.count)-\(dossier.digest.suffix(6))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let kept = folder.appendingPathComponent(file)
    try Data(bytes).write(to: kept)
    print("kept: \(kept.path)")
}
