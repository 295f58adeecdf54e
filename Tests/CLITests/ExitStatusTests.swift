import Evidence
import Testing

@testable import CLI

/// How a run ends, for every way in which it can have gone.
struct ExitStatusTests {
    private func status(
        fail: Int = 0, accepted: Int = 0, notAssessed: Int = 0, hides: Gap.Hides? = nil, exitZero: Bool = false,
        wasInterrupted: Bool = false
    ) -> Int32 {
        let counts = Summary.Counts(status: .pass, pass: 0, fail: 0, notApplicable: 0, notAssessed: 0)
        let summary = Summary(
            status: .pass, total: 9, pass: 1, fail: fail, notApplicable: 0, notAssessed: notAssessed,
            accepted: accepted, byPolicy: ByPolicy { _ in counts })
        let gaps = hides.map { hides in
            [
                Gap(
                    account: "111122223333", region: "us-east-1", action: "DescribeVpcs", code: "C", message: "m",
                    requestId: nil, attempts: 1, hides: hides, advice: "a",
                    citation: Citation(exchange: 1, file: nil))
            ]
        }
        return ExitStatus(summary, gaps: gaps ?? [], exitZero: exitZero, wasInterrupted: wasInterrupted).rawValue
    }

    @Test func whatFailedAndWhatIsMissing() {
        #expect(status() == 0)
        #expect(status(fail: 1) == 1)
        #expect(status(notAssessed: 1) == 3)
        #expect(status(fail: 1, notAssessed: 1) == 5)
        #expect(status(fail: 2, accepted: 2) == 0 && status(fail: 2, accepted: 1) == 1)
        #expect(status(hides: .vpcs) == 3 && status(hides: .flowLogs) == 3 && status(hides: .explanation) == 0)
        #expect(status(fail: 1, hides: .flowLogs) == 5)
    }

    @Test func zeroIsForWhatWasFoundAndNotForWhatWasNotDone() {
        #expect(status(fail: 1, notAssessed: 1, exitZero: true) == 0)
        #expect(status(wasInterrupted: true) == 3)
        #expect(status(exitZero: true, wasInterrupted: true) == 3)
        #expect(status(fail: 1, exitZero: true, wasInterrupted: true) == 5)
    }
}
