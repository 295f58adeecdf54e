import Bag

/// Why a package does not hold, told apart: only one of these accuses somebody.
enum FailureCauses {
    enum Cause: Hashable {
        case altered, incomplete, carriedBadly
        /// The contents hold, and who signed them is not proven.
        case origin

        init(_ cause: FileCheck.Cause) {
            self =
                switch cause {
                case .altered: .altered
                case .incomplete: .incomplete
                case .carriedBadly: .carriedBadly
                }
        }
    }

    static func sentence(_ causes: Set<Cause>, _ steps: [String]) -> String {
        let steps = steps.joined(separator: ", ")
        if causes == [.origin] {
            return "ORIGIN NOT PROVEN: \(steps). The contents hold: the package is whole, and follows from the answers "
                + "in it. What is missing is the proof of who signed it; that says nothing against the package."
        }
        if causes.contains(.altered) {
            return
                "DOES NOT HOLD: \(steps). The package was altered or damaged after it was made, or it was not made by "
                + "Exhibit from these answers. Do not rely on it."
        }
        let incomplete =
            causes.contains(.incomplete) ? " It is incomplete: files are missing. Get a whole copy of it." : ""
        let carried = causes.contains(.carriedBadly) ? " It was carried badly: \(remedy)" : ""
        return "DOES NOT HOLD: \(steps).\(incomplete)\(carried) What was looked at beside that is as it was sealed."
    }

    private static let remedy =
        "line ends were converted on the way, as git does with core.autocrlf, or files of an operating system were left "
        + "in it. Copy it again without that, as an archive; or undo it: `dos2unix` where LF became CRLF, `unix2dos` "
        + "where CRLF became LF, and delete the files that are named."
}
