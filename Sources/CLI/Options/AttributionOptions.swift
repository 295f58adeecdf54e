import ArgumentParser
import Evidence

/// In whose name the package is made.
struct AttributionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Who answers for what is scanned, for the package's bag-info.txt (default: none; of report: as in the \
            package).
            """, valueName: "name"),
        transform: Self.line)
    var organization: String?

    @Option(
        help: ArgumentHelp(
            "Who is to check the package, for its bag-info.txt (default: none; of report: as in the package).",
            valueName: "name"),
        transform: Self.line)
    var reviewer: String?

    /// That of an earlier run, with what was named now on top; nil where nobody is named.
    func attribution(over earlier: Run.Attribution? = nil) -> Run.Attribution? {
        let attribution = Run.Attribution(
            organization: organization ?? earlier?.organization, reviewer: reviewer ?? earlier?.reviewer)
        return attribution == .init(organization: nil, reviewer: nil) ? nil : attribution
    }

    private static func line(_ text: String) throws -> String {
        guard (1...256).contains(text.utf8.count), !text.unicodeScalars.contains(where: \.isActing) else {
            throw ValidationError("a name is one line of at most 256 bytes, without control characters")
        }
        return text
    }
}
