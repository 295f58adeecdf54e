import Evidence
import Foundation
import Report

/// The summary of a step in GitHub Actions: a Markdown file that every command of the step appends to.
struct JobSummary {
    private static let variable = "GITHUB_STEP_SUMMARY"
    private let path: String

    init(_ environment: [String: String]) throws(UsageFailure) {
        guard let path = environment[Self.variable], !path.isEmpty else {
            throw UsageFailure(
                description: "--github-summary needs \(Self.variable), which names the file to append to")
        }
        self.path = path
    }

    /// Appends as much of the report as there is room for, never a part of a section. What cannot be appended is
    /// told on stderr: the package is there, and its verdict stands.
    func append(_ dossier: Dossier) {
        do {
            if !FileManager.default.fileExists(atPath: path) {
                _ = FileManager.default.createFile(atPath: path, contents: nil)
            }
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            let length = Int(try file.seekToEnd())
            let space = length == 0 ? "" : "\n"
            let room = MarkdownText.jobSummary - length - space.utf8.count
            let text = try MarkdownText.longest(of: dossier, atMost: room)
            guard text.utf8.count <= room else {
                return Terminal.complain("the job summary is full: nothing was appended to \(path.visible())")
            }
            try file.write(contentsOf: Data((space + text).utf8))
            try file.close()
        } catch {
            Terminal.complain("the job summary \(path.visible()) could not be written")
        }
    }
}
