/// What became of an entry in a run.
package struct ExceptionOutcome: Sendable, Hashable {
    /// From 1, in the order in which they are written.
    package let number: Int
    package let entry: ExceptionEntry
    package let state: State
    /// It covers no region of the run that is enabled.
    private let isOutside: Bool
    /// VPCs that it speaks of, whatever their verdict.
    package let selects: Int
    /// Fails under the policy that decides.
    package let accepts: Int
    /// VPCs that fail under another policy only.
    package let acceptsElsewhere: Int
    /// VPCs whose fail an earlier entry accepts already.
    package let overlaps: Int

    init(
        number: Int, entry: ExceptionEntry, state: State, isOutside: Bool, selects: Int, accepts: Int,
        acceptsElsewhere: Int, overlaps: Int
    ) {
        self.number = number
        self.entry = entry
        self.state = state
        self.isOutside = state == .notSeen && isOutside
        self.selects = selects
        self.accepts = accepts
        self.acceptsElsewhere = acceptsElsewhere
        self.overlaps = overlaps
    }

    package enum State: String, Codable, Sendable, CaseIterable {
        case applied
        case expired
        case notYetApproved = "not-yet-approved"
        /// The VPCs that it speaks of do not fail.
        case notNeeded = "not-needed"
        /// Earlier entries accept all that it would.
        case overlapped
        /// It speaks of no VPC, though everything that it covers was listed.
        case unmatched
        /// It accepts nothing, and not all that it covers could be judged, or it covers nothing that was asked for.
        case notSeen = "not-seen"

        /// Whether somebody should look after the entry.
        package var needsAttention: Bool { self != .applied && self != .notSeen }

        /// For people: `not yet approved`.
        package var words: String { rawValue.replacing("-", with: " ") }
    }
}

extension ExceptionOutcome {
    /// `Exception 2 (SEC-42: vpc-0a1b, account 111122223333) expired on 2026-10-01 and accepts nothing.`
    package var sentence: String { "Exception \(number) (\(entry.ticket): \(entry.selector.words)) \(remark)" }

    /// What there is to say of it, as the end of a sentence.
    package var remark: String {
        switch state {
        case .applied: "accepts \(accepted) until \(entry.expiresOn)\(overlap)."
        case .expired: "expired on \(entry.expiresOn) and accepts nothing. It names \(Self.vpcs(selects))."
        case .notYetApproved: "is approved from \(entry.approvedOn) on and accepts nothing before."
        case .notNeeded: "is not needed: nothing that it names fails (\(Self.vpcs(selects))). Remove it."
        case .overlapped: "accepts nothing: earlier exceptions accept all that it names. Remove it."
        case .unmatched: "names no VPC, though all that it covers was listed. Correct or remove it."
        case .notSeen where isOutside: Self.outside
        case .notSeen where selects == 0: "names no VPC that this run could judge."
        case .notSeen: "accepts nothing in this run, which could not judge all that it may name."
        }
    }

    private static let outside = "covers no region of this run."

    private var accepted: String {
        let here = accepts == 0 ? "no fail" : "\(accepts) \(accepts == 1 ? "fail" : "fails")"
        guard acceptsElsewhere > 0 else { return here }
        return "\(here) here and \(Self.vpcs(acceptsElsewhere)) under other policies"
    }

    private var overlap: String {
        overlaps == 0 ? "" : "; earlier exceptions accept \(overlaps) more of those that it names"
    }

    private static func vpcs(_ count: Int) -> String { "\(count) \(count == 1 ? "VPC" : "VPCs")" }
}

extension ExceptionOutcome: Codable {
    enum CodingKeys: String, CodingKey {
        case number, state, remark, selects, accepts, acceptsElsewhere, overlaps, entry
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        number = try fields.decode(Int.self, forKey: .number)
        state = try fields.decode(State.self, forKey: .state)
        isOutside = try fields.decode(String.self, forKey: .remark) == Self.outside
        selects = try fields.decode(Int.self, forKey: .selects)
        accepts = try fields.decode(Int.self, forKey: .accepts)
        acceptsElsewhere = try fields.decode(Int.self, forKey: .acceptsElsewhere)
        overlaps = try fields.decode(Int.self, forKey: .overlaps)
        entry = try fields.decode(ExceptionEntry.self, forKey: .entry)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(number, forKey: .number)
        try fields.encode(state, forKey: .state)
        try fields.encode(remark, forKey: .remark)
        try fields.encode(selects, forKey: .selects)
        try fields.encode(accepts, forKey: .accepts)
        try fields.encode(acceptsElsewhere, forKey: .acceptsElsewhere)
        try fields.encode(overlaps, forKey: .overlaps)
        try fields.encode(entry, forKey: .entry)
    }
}
