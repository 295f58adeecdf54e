import Evidence

/// What changed, in sentences: the same words in every format.
extension Changes {
    /// `Nothing got worse`, `It got worse: 2 VPCs fail that did not before`.
    var verdict: String {
        if isEmpty { return "Nothing changed" }
        guard gotWorse else { return "Nothing got worse" }
        return "It got worse: " + worsenings.map(sentence(of:)).joined(separator: "; ")
    }

    /// The verdict, and what got better.
    var sentence: String {
        let better = [
            (count(.fixed), "VPC was fixed", "VPCs were fixed"),
            (count(.assessed), "VPC could be assessed again", "VPCs could be assessed again"),
            (count(.closed), "gap was closed", "gaps were closed"),
        ].filter { $0.0 > 0 }.map { $0.0.of($0.1, $0.2) }
        return verdict + "." + (better.isEmpty ? "" : " \(better.joined(separator: ", ")).")
    }

    private func sentence(of worsening: Worsening) -> String {
        switch worsening {
        case .status:
            return "the status went from \(status.old.words) to \(status.new.words)"
        case .fails:
            let ended = count(.noLongerAccepted)
            let others = vpcs.count { $0.worsening == .fails } - ended
            return [
                (others, "VPC fails that did not before", "VPCs fail that did not before"),
                (ended, "fail is no longer accepted", "fails are no longer accepted"),
            ].filter { $0.0 > 0 }.map { $0.0.of($0.1, $0.2) }.joined(separator: "; ")
        case .sight:
            let count = vpcs.count { $0.worsening == .sight }
            return "\(count.of("VPC")) could not be assessed"
        case .gaps: return "\(gaps.count(where: \.isWorse).of("gap")) opened"
        case .scope:
            let accounts = scope.accountsLost.count
            let regions = scope.regions.count(where: \.isWorse)
            let lost = [(accounts, "account"), (regions, "region")].filter { $0.0 > 0 }.map { $0.0.of($0.1) }
            return "\(lost.joined(separator: " and ")) \(accounts + regions == 1 ? "is" : "are") no longer read"
        }
    }
}

extension Changes {
    /// VPCs that are told together.
    struct Group {
        let title: String
        let isWorse: Bool
        let vpcs: [VPCChange]
    }

    /// Kind by kind, what counts as worse apart from the rest. None is empty.
    var groups: [Group] {
        VPCChange.Kind.allCases.flatMap { kind in
            [true, false].map { isWorse in
                Group(
                    title: isWorse ? kind.worseTitle : kind.title, isWorse: isWorse,
                    vpcs: vpcs.filter { $0.kind == kind && ($0.worsening != nil) == isWorse })
            }
        }.filter { !$0.vpcs.isEmpty }
    }

    func gaps(_ kind: GapChange.Kind) -> [GapChange] { gaps.filter { $0.kind == kind } }
}
