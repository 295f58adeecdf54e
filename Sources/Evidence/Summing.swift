extension Summary {
    /// Counts what was judged, and says what that comes to under each policy.
    package init(of assessments: [Assessment], gaps: [Gap], under policy: PolicyName) {
        let hides = gaps.contains { $0.hides != .explanation }
        let byPolicy = ByPolicy { name in
            var counts: [Verdict: Int] = [:]
            var accepted = 0
            for assessment in assessments {
                counts[assessment.byPolicy[name].verdict, default: 0] += 1
                if assessment.isAccepted(under: name) { accepted += 1 }
            }
            return Counts(counts, accepted: accepted, hides: hides)
        }
        let chosen = byPolicy[policy]
        self.init(
            status: chosen.status, total: assessments.count, pass: chosen.pass, fail: chosen.fail,
            notApplicable: chosen.notApplicable, notAssessed: chosen.notAssessed, accepted: chosen.accepted,
            byPolicy: byPolicy)
    }
}

extension Summary.Counts {
    /// The status, in this order: a fail that nobody accepts, something that was not seen, a pass, nothing in scope.
    fileprivate init(_ counts: [Verdict: Int], accepted: Int, hides: Bool) {
        let fail = counts[.fail, default: 0]
        let notAssessed = counts[.notAssessed, default: 0]
        let pass = counts[.pass, default: 0]
        let status: Status =
            fail > accepted ? .fail : notAssessed > 0 || hides ? .incomplete : pass > 0 ? .pass : .notApplicable
        self.init(
            status: status, pass: pass, fail: fail, notApplicable: counts[.notApplicable, default: 0],
            notAssessed: notAssessed, accepted: accepted)
    }
}
