import ArgumentParser
import Bag
import Evidence
import Foundation
import Report

/// Where the package goes, which reports it holds, and what becomes of the exit status.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .customLong("format"),
        help: ArgumentHelp(
            "Which reports to write: \(Self.known.joined(separator: ", ")) (default: \(Self.usual.joined(separator: ", ")); of report: as in the package).",
            discussion: "\(DeclaredHelp.list) findings.json is always written.",
            valueName: "names"
        ).allowedInFoundFile,
        transform: Self.parse)
    var formats: [[String]] = []

    @Flag(
        name: .customLong("junit-extended"), inversion: .prefixedNo,
        help: ArgumentHelp(
            "Write the JUnit report with properties of each case and totals, for readers that take them."
        )
        .allowedInFoundFile)
    var isJUnitExtended = false

    @Option(
        name: .customLong("sarif-category"),
        help: ArgumentHelp(
            """
            Name the series of uploads that the SARIF reports belong to (default: none, so that the upload's own \
            category applies; of report: as in the package).
            """,
            discussion: "GitHub closes the alerts of a category that its next upload no longer has.",
            valueName: "name"
        ).allowedInFoundFile,
        transform: Self.category)
    var sarifCategory: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Write the package exactly here: a folder that is missing or empty.",
            discussion: "Default: out/<time>-<account>, and the link out/latest points at it.",
            valueName: "folder"
        ).allowedInFoundFile,
        completion: .directory)
    var output: String?

    @Flag(
        inversion: .prefixedNo,
        help: "With --output: replace the Exhibit package that lies there, as one change.")
    var replace = false

    @Option(
        name: .customLong("sign"),
        help: ArgumentHelp(
            "Sign the package with this SSH key, through ssh-keygen.",
            discussion: "A private key, one of a hardware key, or a public key whose private half an agent holds.",
            valueName: "key"),
        completion: .file())
    var keyFile: String?

    @OptionGroup var attribution: AttributionOptions

    @Flag(
        name: .customLong("github-summary"), inversion: .prefixedNo,
        help: "Append the Markdown report to the file that GITHUB_STEP_SUMMARY names.")
    var isForGitHubSummary = false

    @Flag(name: .customLong("exit-zero"), inversion: .prefixedNo, help: "End with 0 where it would be 1, 3 or 5.")
    var exitZero = false

    @Flag(name: [.short, .long], inversion: .prefixedNo, help: "Print no summary: errors only.")
    var quiet = false

    func validate() throws {
        if replace && output == nil {
            throw ValidationError("--replace needs --output: without it every run gets a folder of its own")
        }
        let files = Dictionary(grouping: ReportFormat.all.filter { formats.joined().contains($0.name) }, by: \.file)
        for (file, formats) in files.sorted(by: { $0.key < $1.key }) where formats.count > 1 {
            throw ValidationError("\(formats.map(\.name).joined(separator: " and ")) are both \(file); choose one")
        }
    }

    /// Where the package goes. Throws where it cannot: before a scan, not after it.
    func destination() throws(UsageFailure) -> Destination {
        do {
            if let output { return try .exact(path: output, replace: replace) }
            return try .automatic(root: "out")
        } catch {
            throw UsageFailure(description: error.description)
        }
    }

    /// The key that `--sign` names. Throws where it cannot sign: before a scan, not after it.
    func signingKey() async throws -> SigningKey? {
        guard let keyFile else { return nil }
        try NamedFile.require(keyFile, of: "--sign")
        return try await SigningKey(keyFile)
    }

    static var known: [String] { names(of: ReportFormat.all) }
    static var usual: [String] { names(of: ReportFormat.usual) }

    private static func names(of formats: [ReportFormat]) -> [String] {
        formats.map(\.name).filter { $0 != ReportFormat.findings.name }
    }

    /// The chosen formats in the registry's order, or those that hold where none was chosen.
    func chosen(over others: [String]) -> [String] {
        if formats.isEmpty && !isJUnitExtended { return others }
        var names = Set(formats.isEmpty ? others : formats.flatMap(\.self))
        if isJUnitExtended {
            names.remove(ReportFormat.junit.name)
            names.insert(ReportFormat.junitExtended.name)
        }
        return Self.known.filter(names.contains)
    }

    /// Where `--github-summary` appends to. Throws where there is no such place: before a scan, not after it.
    func jobSummary(_ environment: [String: String]) throws(UsageFailure) -> JobSummary? {
        isForGitHubSummary ? try JobSummary(environment) : nil
    }

    /// A name that GitHub takes back as it is: it cuts the id in the file at its last slash.
    private static func category(_ text: String) throws -> String {
        let isLine = (1...128).contains(text.utf8.count) && !text.unicodeScalars.contains(where: \.isActing)
        let ends = [text.first, text.last].compactMap(\.self)
        guard isLine, !ends.contains(where: { $0 == "/" || $0.isWhitespace }) else {
            throw ValidationError(
                "a category is one line of at most 128 bytes, without control characters, and without a slash or "
                    + "space at its beginning and end")
        }
        return text
    }

    private static func parse(_ list: String) throws -> [String] {
        let names = list.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        for name in names where !known.contains(name) {
            throw ValidationError("there is no report format '\(name)'; there are \(known.joined(separator: ", "))")
        }
        return names
    }
}
