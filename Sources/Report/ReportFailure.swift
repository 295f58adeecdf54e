import Evidence

/// Why a report could not be made. What the output throws is handed on as it is.
package enum ReportFailure: Error, Hashable, CustomStringConvertible {
    /// A control's severity is none of low, medium, high and critical.
    case unknownSeverity(String, control: String)
    /// An attestation that names no file.
    case nothingToAttest

    package var description: String {
        switch self {
        case .unknownSeverity(let severity, let control):
            "Control \(control) has the severity \"\(severity.visible())\"; "
                + "a report knows low, medium, high and critical."
        case .nothingToAttest: "There is no report that an attestation could be about."
        }
    }
}
