/// What a flow log delivers to, as the destination's own service tells it (`--check-destinations`).
package struct LogDestination: Codable, Sendable, Hashable {
    package enum Presence: String, Codable, Sendable, CaseIterable {
        case exists
        /// Its service says that there is no such thing.
        case missing
        /// Refused, nobody could be asked, or not in a state in which it takes records: nothing is proven.
        case unreadable
    }

    package var presence: Presence
    /// All that is known of it, in sentences.
    package var text: String
    /// How long records are kept; nil where there is nothing that keeps them. Of a log group that is missing it is
    /// unknown: flow logs make theirs when there is traffic to record.
    package var retention: Retention?
    package var encryption: Encryption?
    /// Of a Firehose stream: `ACTIVE` and others, as AWS wrote it.
    package var status: String?
    /// AWS's answers contradict each other about it: what of it is not proven may be otherwise. Nil where they do not.
    package var conflicting: Bool?
    package var citations: [Citation]

    /// It does not exist, and records that come do not make it.
    package var isGone: Bool { presence == .missing && retention == nil }

    package init(
        presence: Presence, text: String, retention: Retention? = nil, encryption: Encryption? = nil,
        status: String? = nil, conflicting: Bool? = nil, citations: [Citation]
    ) {
        self.conflicting = conflicting
        self.presence = presence
        self.text = text
        self.retention = retention
        self.encryption = encryption
        self.status = status
        self.citations = citations
    }

    /// What the destination encrypts with.
    package struct Encryption: Codable, Sendable, Hashable {
        /// `aws:kms`, `AES256` and others; nil where only a key is told.
        package var algorithm: String?
        /// The KMS key, as AWS wrote it.
        package var key: String?

        package init(algorithm: String?, key: String?) {
            self.algorithm = algorithm
            self.key = key
        }
    }
}

/// How long a destination keeps records: surely so long, and no longer than that.
package struct Retention: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case days
        case forever
        case unknown
    }

    package var kind: Kind
    /// What every record is kept for at least; nil where that is forever, or nothing is known.
    package var days: Int?
    /// Days after which records go at the latest, where that is more than `days`: a rule may apply to them or not.
    /// Nil where it is the same, or forever.
    package var atMostDays: Int?

    package static let forever = Retention(kind: .forever)
    package static let unknown = Retention(kind: .unknown)

    package static func days(_ days: Int) -> Retention { Retention(kind: .days, days: days, atMostDays: days) }

    /// - Parameter atMost: nil: perhaps forever.
    package static func days(atLeast days: Int, atMost: Int?) -> Retention {
        Retention(kind: .days, days: days, atMostDays: atMost)
    }

    /// Whether records are kept for so many days; nil where nobody can tell.
    package func lasts(_ minimum: Int) -> Bool? {
        switch kind {
        case .forever: return true
        case .unknown: return nil
        case .days:
            guard let days else { return nil }
            if days >= minimum { return true }
            guard let atMostDays, atMostDays < minimum else { return nil }
            return false
        }
    }

    /// `365 days`, `forever`, `at least 30 days`.
    package var words: String {
        switch kind {
        case .forever: "forever"
        case .unknown: "unknown"
        case .days:
            switch (days ?? 0, atMostDays) {
            case (let days, nil): "at least \(days) \(days == 1 ? "day" : "days")"
            case (let days, let most?) where days < most: "\(days) to \(most) days"
            case (let days, _): "\(days) \(days == 1 ? "day" : "days")"
            }
        }
    }
}

/// The newest record that is seen to have arrived (`--check-records`).
package struct NewestRecord: Codable, Sendable, Hashable {
    package enum Sight: String, Codable, Sendable, CaseIterable {
        /// One of this flow log's own.
        case found
        /// One in a log group that other flow logs deliver to as well, or from before this one was made: it may be
        /// theirs.
        case foundShared = "found-shared"
        /// None within the hours that were asked for.
        case none
        case unreadable
    }

    package var sight: Sight
    package var time: Timestamp?
    /// The log stream or the object that holds it.
    package var place: String?
    package var text: String
    package var citations: [Citation]

    package init(sight: Sight, time: Timestamp? = nil, place: String? = nil, text: String, citations: [Citation]) {
        self.sight = sight
        self.time = time
        self.place = place
        self.text = text
        self.citations = citations
    }
}
