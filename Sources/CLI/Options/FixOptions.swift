import ArgumentParser
import Evidence

/// How fixes are made. Left out, they are as the package's own, or as they usually are.
struct FixOptions: ParsableArguments {
    @Option(
        name: .customLong("fix-destination"),
        help: ArgumentHelp(
            """
            Where the flow logs of the fixes deliver to: cloud-watch-logs, s3 or firehose \
            (default: cloud-watch-logs; of report: as in the package).
            """,
            valueName: "name"
        ).allowedInFoundFile)
    var destination: FixDestination?

    @Option(
        name: .customLong("fix-retention"),
        help: ArgumentHelp(
            "How many days the fixes keep records (default: 365; of report: as in the package).",
            discussion:
                "A number that CloudWatch Logs takes: 90, 180, 365, 400, 545, 731, 1096, 1827, 3653 and others.",
            valueName: "days"
        ).allowedInFoundFile,
        transform: Self.days)
    var retention: RetentionDays?

    /// Those of an earlier run, with what was asked for now on top.
    func settings(over earlier: FixSettings? = nil) -> FixSettings? {
        guard destination != nil || retention != nil else { return earlier }
        let usual = earlier ?? FixSettings()
        return FixSettings(
            destination: destination ?? usual.destination, retention: retention ?? usual.retention)
    }

    private static func days(_ text: String) throws -> RetentionDays {
        guard let days = Int(text).flatMap(RetentionDays.init) else {
            let allowed = RetentionDays.allowed.map(String.init).joined(separator: ", ")
            throw ValidationError("it takes one of \(allowed)")
        }
        return days
    }
}

extension FixDestination: ExpressibleByArgument {}
