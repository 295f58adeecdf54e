import ArgumentParser
import Evidence

/// How a command ends.
enum ExitStatus: Int32 {
    case success = 0
    case failed = 1
    case couldNotRun = 2
    case incomplete = 3
    /// A package that was to be proven.
    case doesNotHold = 4
    case incompleteAndFailed = 5
    case usage = 64

    /// Of a finished run: what failed, and what could not be seen. An interruption is never hidden.
    init(_ summary: Summary, gaps: [Gap], exitZero: Bool, wasInterrupted: Bool = false) {
        let fails = summary.fail > summary.accepted
        let isIncomplete =
            wasInterrupted || summary.notAssessed > 0 || gaps.contains { $0.hides != .explanation }
        self =
            switch (exitZero && !wasInterrupted, fails, isIncomplete) {
            case (true, _, _): .success
            case (false, true, true): .incompleteAndFailed
            case (false, true, false): .failed
            case (false, false, true): .incomplete
            case (false, false, false): .success
            }
    }

    var code: ExitCode { ExitCode(rawValue) }
}
