package import Evidence

/// What a run saw beyond the flow logs, in sentences and counts.
struct DepthPage {
    let depth: Depth
    let dossier: Dossier

    var page: Page {
        .object { [self] name in
            switch name {
            case "destinations": destinations.map(Page.own) ?? .absent
            case "records": records.map(Page.own) ?? .absent
            case "period": period.map(Page.own) ?? .absent
            default: nil
            }
        }
    }

    var sentences: [String] { [destinations, records, period].compactMap(\.self) }

    private var working: [FlowLog] { dossier.assessments.flatMap(\.flowLogs).filter(\.isWorking) }

    private var destinations: String? {
        guard depth.checksDestinations else { return nil }
        var counts: [LogDestination.Presence: Int] = [:]
        for log in working { if let presence = log.destination?.presence { counts[presence, default: 0] += 1 } }
        let rule = depth.minRetentionDays.map {
            " Under policy effective, records must be kept for at least \($0.of("day"))."
        }
        return "Destinations of working flow logs: \(counts[.exists, default: 0].grouped) exist, "
            + "\(counts[.missing, default: 0].grouped) do not, \(counts[.unreadable, default: 0].grouped) could not be "
            + "read.\(rule ?? "")"
    }

    private var records: String? {
        guard let hours = depth.recordHours else { return nil }
        var counts: [NewestRecord.Sight: Int] = [:]
        for log in working { if let sight = log.newestRecord?.sight { counts[sight, default: 0] += 1 } }
        return "Records within \(hours.of("hour")) before the run, by working flow log: "
            + "\(counts[.found, default: 0].grouped) with records, \(counts[.foundShared, default: 0].grouped) with "
            + "records that may be another flow log's, \(counts[.none, default: 0].grouped) without, "
            + "\(counts[.unreadable, default: 0].grouped) could not be read. A VPC without network interfaces sends "
            + "none: this decides no verdict."
    }

    private var period: String? {
        guard let period = dossier.period else { return nil }
        return "Logged since \(period.since), as far as the API shows it: \(period.covered.of("VPC")) yes, "
            + "\(period.notCovered.of("VPC")) no, \(period.unknown.of("VPC")) unknown. A VPC is dated by the oldest flow "
            + "log that works today and records rejected traffic; flow logs that were deleted, failed deliveries of the "
            + "past, and VPCs that are younger than that day do not show."
    }
}

extension Dossier {
    /// What the run saw beyond the flow logs, a sentence for each option; none where none was given.
    package var depthSentences: [String] { depth.map { DepthPage(depth: $0, dossier: self).sentences } ?? [] }
}

extension LoggedPeriod {
    /// `Logged since 2025-03-01T09:30:00.000Z.`
    func sentence(asked day: String?) -> String {
        let asked = day.map { " \($0)" } ?? ""
        let made = since.map { "; the oldest flow log that counts was made \($0)" } ?? ""
        return switch covered {
        case .yes: "Logged since\(asked): yes\(made)."
        case .no: "Logged since\(asked): no\(made)."
        case .unknown: "Logged since\(asked): unknown\(made)."
        }
    }
}
