/// What a run was asked to look at beyond the flow logs themselves, each by an option of its own.
package struct Depth: Codable, Sendable, Hashable {
    /// Read the destination of each working flow log.
    package var checksDestinations: Bool
    /// Look for records that arrived in so many hours before the run began; nil: do not.
    package var recordHours: Int?
    /// How many days the destination of a flow log that counts must keep records; nil: however long.
    package var minRetentionDays: Int?
    /// The day, yyyy-mm-dd, from whose beginning in UTC each VPC should have been logged; nil: not asked.
    package var since: String?

    package static let recordHourLimits = 1...168
    package static let retentionDayLimits = 1...36_500

    /// Nil where nothing of it was asked for.
    package static func asked(
        checksDestinations: Bool, recordHours: Int?, minRetentionDays: Int?, since: String?
    ) -> Depth? {
        let depth = Depth(
            checksDestinations: checksDestinations || minRetentionDays != nil, recordHours: recordHours,
            minRetentionDays: minRetentionDays, since: since)
        return depth == Depth() ? nil : depth
    }

    package init(
        checksDestinations: Bool = false, recordHours: Int? = nil, minRetentionDays: Int? = nil, since: String? = nil
    ) {
        self.checksDestinations = checksDestinations
        self.recordHours = recordHours
        self.minRetentionDays = minRetentionDays
        self.since = since
    }

    /// The beginning of a day written yyyy-mm-dd, in UTC; nil for a day that does not exist.
    package static func beginning(of day: String) -> Timestamp? {
        guard day.utf8.count == 10 else { return nil }
        return Timestamp(reading: "\(day)T00:00:00.000Z")
    }
}

/// Whether a VPC has been logged since the day that was asked for, as far as the API of AWS shows it: by when the flow
/// logs were made that work now.
package struct LoggedPeriod: Codable, Sendable, Hashable {
    package enum Covered: String, Codable, Sendable, CaseIterable {
        case yes, no, unknown
    }

    package var covered: Covered
    /// When the oldest of these flow logs was made, as AWS wrote it; nil where there is none, or AWS did not tell.
    package var since: String?

    package init(covered: Covered, since: String?) {
        self.covered = covered
        self.since = since
    }
}

/// How many VPCs have been logged since the day that was asked for.
package struct PeriodSummary: Codable, Sendable, Hashable {
    /// yyyy-mm-dd
    package var since: String
    package var covered: Int
    package var notCovered: Int
    package var unknown: Int

    /// Of the VPCs that have an answer; those of other accounts have none.
    package init(since: String, of assessments: [Assessment]) {
        self.since = since
        (covered, notCovered, unknown) = (0, 0, 0)
        for period in assessments.lazy.compactMap(\.loggedPeriod) {
            switch period.covered {
            case .yes: covered += 1
            case .no: notCovered += 1
            case .unknown: unknown += 1
            }
        }
    }
}
