import Bag
import Evidence

/// What came of proving a package, step by step, in words.
struct Proof {
    struct Step {
        enum Outcome {
            case holds
            /// The first difference of each kind, a sentence each.
            case differs([String])
            /// It needs what a step before it did not find.
            case notReached
        }

        let name: String
        var outcome: Outcome
        /// What was found.
        var text: String

        static func holds(_ name: String, _ text: String) -> Self { Self(name: name, outcome: .holds, text: text) }

        static func differs(_ name: String, _ differences: [String]) -> Self {
            Self(name: name, outcome: .differs(differences), text: "DOES NOT HOLD.")
        }

        static func notReached(_ name: String) -> Self {
            Self(name: name, outcome: .notReached, text: "not reached, for what is said above.")
        }

        var differences: [String] {
            if case .differs(let differences) = outcome { differences } else { [] }
        }
    }

    /// What it is that was proven, in one line.
    let subject: String
    let steps: [Step]
    /// What follows when every step holds, and what does not.
    let conclusion: String

    var holds: Bool { differences.isEmpty }
    var differences: [String] { steps.flatMap(\.differences) }

    var lines: [String] {
        [subject, ""]
            + steps.enumerated().flatMap { index, step in
                ["\(index + 1). \(step.name): \(step.text)"] + step.differences.map { "   - \($0)" }
            }
            + ["", holds ? conclusion : failure]
    }

    private var failure: String {
        let failed = steps.filter { !$0.differences.isEmpty }.map(\.name)
        return "DOES NOT HOLD: \(failed.joined(separator: ", ")). The package was altered or damaged after it was "
            + "made, or it was not made by Exhibit from these answers. Do not rely on it."
    }
}
