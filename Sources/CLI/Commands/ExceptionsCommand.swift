import ArgumentParser
import Evidence
import Report

struct ExceptionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exceptions",
        abstract: "Work with the exceptions of a configuration file.",
        subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check the exceptions of a configuration file, without AWS.",
            discussion: """
                Tells every mistake with its line, and which exceptions have expired, expire within \
                \(ExceptionsCheck.soon) days, or are not approved yet. The other keys of the file are checked too.

                EXAMPLES
                  exhibit exceptions check
                  exhibit exceptions check audit.yml --on 2027-03-31

                EXIT STATUS
                  0  every exception can be used, or there is no file
                  1  no mistake, but at least one has expired
                  64 a mistake: a scan with this file would not begin
                """)

        @Argument(
            help: ArgumentHelp(
                "The configuration file (default: \(ConfigurationFile.usualName), where there is one).",
                valueName: "file"),
            completion: .file())
        var named: String?

        @Option(
            name: .customLong("on"),
            help: ArgumentHelp("The day to hold them against (default: today, UTC).", valueName: "yyyy-mm-dd"),
            transform: Self.day)
        var given: Day?

        func run() async throws {
            try await Failures.reported {
                guard let file = try named.map(ConfigurationFile.read) ?? ConfigurationFile.find() else {
                    try Terminal.say("There is no \(ConfigurationFile.usualName) here, and so no exception.")
                    return .success
                }
                guard let section = try Self.section(of: file) else {
                    throw ConfigurationError(
                        ConfigurationPlace(path: file.path), "the file has no '\(ExceptionsSection.key)'")
                }
                guard let day = given ?? Day(of: RunContext.system.clock()) else {
                    throw UsageFailure(description: "the clock shows no day that can be told; give one with --on")
                }
                let check = ExceptionsCheck(section, on: day)
                for warning in check.warnings { Terminal.complain(warning) }
                try Terminal.say(check.summary.visible())
                return check.hasExpired ? .failed : .success
            }
        }

        /// Throws everything that is wrong with the file: a scan takes all of it, or does not begin.
        private static func section(of file: ConfigurationFile) throws -> ExceptionsSection? {
            let table = try CommandTable(Exhibit.self)
            var mistakes = ConfigurationMistakes()
            let section = mistakes.keepingAll { () throws(ConfigurationErrors) in try ExceptionsSection(of: file) }
            _ = mistakes.keepingAll { () throws(ConfigurationErrors) in
                try FileSettings(file, for: table, home: RunContext.system.environment["HOME"])
            }
            try mistakes.check()
            return section ?? nil
        }

        private static func day(_ text: String) throws -> Day {
            guard let day = Day(text) else { throw ValidationError("--on takes a day of the form 2026-12-31") }
            return day
        }
    }
}

/// The exceptions of a file, held against a day.
struct ExceptionsCheck {
    /// How many days before its last one an exception is said to expire soon.
    static let soon = 30

    /// A sentence for each exception that somebody should look after, with its place.
    let warnings: [String]
    let summary: String
    let hasExpired: Bool

    init(_ section: ExceptionsSection, on day: Day) {
        var warnings: [String] = []
        var counts = (valid: 0, expired: 0, early: 0)
        for (index, entry) in section.list.entries.enumerated() {
            let subject = "\(section.places[index]): exception \(index + 1) (\(entry.ticket): \(entry.selector.words))"
            let left = day.days(until: entry.expiresOn)
            if left < 0 {
                counts.expired += 1
                warnings.append("\(subject) expired on \(entry.expiresOn)")
            } else if day < entry.approvedOn {
                counts.early += 1
                warnings.append("\(subject) is not approved before \(entry.approvedOn)")
            } else {
                counts.valid += 1
                if left <= Self.soon {
                    let days = left == 0 ? "today" : "in \(left.of("day"))"
                    warnings.append("\(subject) expires \(days), on \(entry.expiresOn)")
                }
            }
        }
        self.warnings = warnings
        hasExpired = counts.expired > 0
        summary =
            "\(section.list.entries.count.of("exception")) on \(day): \(counts.valid) valid, \(counts.expired) expired, "
            + "\(counts.early) not yet approved."
    }
}
