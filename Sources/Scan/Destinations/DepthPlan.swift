import AWS
package import Evidence

/// What a scan asks beyond EC2, and for which hours.
package struct DepthPlan: Sendable {
    let checksDestinations: Bool
    /// From when on records are looked for; nil: they are not.
    let recordsSince: Timestamp?
    /// The run's own beginning, so that a replay asks for the same days.
    let startedAt: Timestamp

    /// Nil where nothing is to be asked.
    package init?(_ depth: Depth?, startedAt: Timestamp) {
        guard let depth, depth.checksDestinations || depth.recordHours != nil else { return nil }
        checksDestinations = depth.checksDestinations
        recordsSince = depth.recordHours.map { startedAt.adding(seconds: Int64($0) * -3600) }
        self.startedAt = startedAt
    }
}
