package import Evidence

/// What Exhibit made of a reply.
package struct Reading: Sendable {
    package var outcome: Exchange.Outcome
    package var requestId: String?
    package var failure: CallFailure?
}

/// Why a call told nothing, in AWS's words where there are any.
package struct CallFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package var action: String
    package var region: String
    package var code: String
    package var message: String
    package var requestId: String?
    /// How often it was asked; 0 when it was not begun.
    package var attempts: Int
    package var wasRefused: Bool

    package var description: String {
        // The message may say so itself.
        let isTold = attempts < 2 || message.contains("\(attempts) attempts")
        let told = [isTold ? nil : "\(attempts) attempts", requestId.map { "request \($0)" }].compactMap(\.self)
        let rest = told.isEmpty ? "" : " (\(told.joined(separator: ", ")))"
        return "\(action) in \(region) \(wasRefused ? "was refused" : "failed"): \(code): \(message)\(rest)"
    }

    /// At most 2,000 scalars of a message: the body keeps the whole of one that never ends.
    static func cut(_ message: String) -> String {
        let start = String(message.unicodeScalars.prefix(2000))
        return start == message ? message : start + "…"
    }
}

/// A call that told nothing, and where it stands in the record.
struct FailedCall: Sendable {
    var failure: CallFailure
    var key: ExchangeRecorder.Key
    var outcome: Exchange.Outcome
}
