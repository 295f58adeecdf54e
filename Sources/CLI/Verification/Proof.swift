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

    enum Standing {
        /// Everything that people read is proven.
        case holds
        /// The contents hold, and not all that people read is proven.
        case holdsInPart
        case doesNotHold
    }

    /// What it is that was proven, in one line.
    let subject: String
    let steps: [Step]
    /// Why it does not hold; empty when it does.
    let causes: Set<FailureCauses.Cause>
    /// What is vouched for when every step holds.
    let vouched: Vouched
    /// What follows for the origin when every step holds, and what the package is.
    let origin: String

    var differences: [String] { steps.flatMap(\.differences) }

    var standing: Standing {
        if !causes.isEmpty || !differences.isEmpty { return .doesNotHold }
        return vouched.unproven.isEmpty ? .holds : .holdsInPart
    }

    var lines: [String] {
        var lines = [subject, ""]
        for (index, step) in steps.enumerated() {
            lines.append("\(index + 1). \(step.name): \(step.text)")
            lines += step.differences.map { "   - \($0)" }
        }
        if standing != .doesNotHold { lines += [""] + vouched.lines }
        return lines + ["", conclusion]
    }

    var conclusion: String {
        switch standing {
        case .holds:
            "HOLDS: the package is whole, and every report follows from AWS's answers in it. \(origin)"
        case .holdsInPart:
            "HOLDS, BUT NOT ALL OF IT IS PROVEN: the package is whole, and its verdicts follow from the answers in it; "
                + "what is listed as not proven does not. \(origin)"
        case .doesNotHold:
            FailureCauses.sentence(causes, steps.filter { !$0.differences.isEmpty }.map(\.name))
        }
    }
}
