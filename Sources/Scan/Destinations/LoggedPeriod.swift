import AWS
import Evidence

extension LoggedPeriod {
    /// Whether the VPC has been logged since the beginning of a day: by flow logs that work now and record rejected
    /// traffic. Nil where no day was asked for, and for a VPC whose flow logs another account makes.
    init?(_ facts: VpcFacts, since day: String?) {
        guard let day, let start = Depth.beginning(of: day), !facts.isShared else { return nil }
        guard facts.conflict.isEmpty else {
            self.init(covered: .unknown, since: nil)
            return
        }
        let working = facts.flowLogs.filter {
            $0.isWorking && $0.recordsRejects == true && $0.destination?.isGone != true
        }
        // A log group that is missing holds no record, be it that none ever came or that it was deleted.
        let dated = working.filter { $0.destination?.presence != .missing }.compactMap { log in
            log.creationTime.flatMap { text in Timestamp.iso8601(text).map { (text: text, time: $0) } }
        }
        let first = dated.min { $0.time < $1.time }
        if let first, first.time <= start {
            self.init(covered: .yes, since: first.text)
        } else if dated.count < working.count || facts.unread != nil || facts.flowLogs.contains(where: \.isUnclear) {
            self.init(covered: .unknown, since: first?.text)
        } else {
            self.init(covered: .no, since: first?.text)
        }
    }
}

extension FlowLog {
    /// It may work and record rejected traffic, or not: AWS's answer does not tell.
    fileprivate var isUnclear: Bool {
        isActive != false && !isFailing && recordsRejects != false
            && (isActive == nil || delivers == nil || recordsRejects == nil)
    }
}
