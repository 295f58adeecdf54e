package import Evidence

/// Calls that told nothing for one and the same reason, told once.
struct SharedFailure: Sendable {
    /// The code and what stands behind it; of a message that differs by place there is one for all.
    private struct Reason: Hashable {
        var code: String
        var cause: FailureCause
    }

    /// Where they stood in the list.
    let indices: [Int]
    let first: CallFailure
    let advice: String

    /// In the order in which each reason first came.
    static func grouped(_ failures: [CallFailure]) -> [SharedFailure] {
        let reasons = failures.map { Reason(code: $0.code, cause: FailureCause($0)) }
        let places = Dictionary(grouping: failures.indices) { reasons[$0] }
        return places.values.sorted { $0[0] < $1[0] }.map { indices in
            let shared = indices.map { failures[$0] }
            return SharedFailure(
                indices: indices, first: shared[0],
                advice: Advice(
                    cause: reasons[indices[0]].cause, actions: Set(shared.map(\.action)).sorted(),
                    regions: Set(shared.map(\.region)).sorted(), attempts: shared.map(\.attempts).max() ?? 0
                ).sentence)
        }
    }
}

/// Gaps that one reason explains.
package struct SharedGap: Sendable {
    package let gaps: [Gap]
    package let advice: String
}

extension Dossier {
    /// The gaps by what is behind them: a scan where every region failed for one reason has one.
    package var sharedGaps: [SharedGap] {
        let failures = gaps.map { gap in
            let exchange =
                exchanges.indices.contains(gap.citation.exchange - 1)
                ? exchanges[gap.citation.exchange - 1] : nil
            return CallFailure(
                action: gap.action, region: gap.region, code: gap.code, message: gap.message,
                requestId: gap.requestId, attempts: gap.attempts ?? 0, wasRefused: exchange?.outcome == .refused)
        }
        return SharedFailure.grouped(failures).map { shared in
            SharedGap(gaps: shared.indices.map { gaps[$0] }, advice: shared.advice)
        }
    }
}

extension [String] {
    /// `region eu-west-1`, `regions a, b and c`, `17 regions (a, b, c and 14 more)`.
    package func briefly(of noun: String) -> String {
        switch count {
        case 0: "no \(noun)"
        case 1: "\(noun) \(self[0])"
        case 2...4: "\(noun)s \(dropLast().joined(separator: ", ")) and \(self[count - 1])"
        default: "\(count) \(noun)s (\(prefix(3).joined(separator: ", ")) and \(count - 3) more)"
        }
    }
}
