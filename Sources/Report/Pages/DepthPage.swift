import Evidence

/// What a run saw beyond the flow logs, in sentences and counts.
struct DepthPage {
    let depth: Depth
    let dossier: Dossier

    var page: Page {
        .object { [self] name in
            switch name {
            case "destinations": depth.checksDestinations ? .own(destinations) : .absent
            case "records": depth.recordHours.map { .own(records($0)) } ?? .absent
            case "period": dossier.period.map { .own($0.sentence) } ?? .absent
            default: nil
            }
        }
    }

    private var working: [FlowLog] { dossier.assessments.flatMap(\.flowLogs).filter(\.isWorking) }

    private var destinations: String {
        var counts: [LogDestination.Presence: Int] = [:]
        for log in working { if let presence = log.destination?.presence { counts[presence, default: 0] += 1 } }
        let rule = depth.minRetentionDays.map {
            " Under policy effective, records must be kept for at least \($0.of("day"))."
        }
        return "Destinations of working flow logs: \(counts[.exists, default: 0].grouped) exist, "
            + "\(counts[.missing, default: 0].grouped) do not, \(counts[.unreadable, default: 0].grouped) could not be "
            + "read.\(rule ?? "")"
    }

    private func records(_ hours: Int) -> String {
        var counts: [NewestRecord.Sight: Int] = [:]
        for log in working { if let sight = log.newestRecord?.sight { counts[sight, default: 0] += 1 } }
        return "Records within \(hours.of("hour")) before the run, by working flow log: "
            + "\(counts[.found, default: 0].grouped) with records, \(counts[.foundShared, default: 0].grouped) with "
            + "records that may be another flow log's, \(counts[.none, default: 0].grouped) without, "
            + "\(counts[.unreadable, default: 0].grouped) could not be read. A VPC without network interfaces sends "
            + "none: this decides no verdict."
    }
}

extension PeriodSummary {
    var sentence: String {
        "Logged since \(since), as far as the API shows it: \(covered.of("VPC")) yes, \(notCovered.of("VPC")) no, "
            + "\(unknown.of("VPC")) unknown. A VPC is dated by the oldest flow log that works today and records rejected "
            + "traffic; flow logs that were deleted, failed deliveries of the past, and VPCs that are younger than that "
            + "day do not show."
    }
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
