/// What changed from one dossier to another.
@dynamicMemberLookup
package struct Comparison: Sendable {
    package let old: Dossier
    package let new: Dossier
    /// What must be known before the rest is read.
    package let remarks: [ComparisonRemark]
    package let changes: Changes

    package init(from old: Dossier, to new: Dossier) {
        self.old = old
        self.new = new
        remarks = ComparisonRemark.all(from: old, to: new)
        changes = Changes(from: old, to: new)
    }

    package subscript<Value>(dynamicMember path: KeyPath<Changes, Value>) -> Value { changes[keyPath: path] }

    /// The earlier assessments that failed, without exception, and that the new run could not make again.
    package var unseenFails: [Assessment] {
        let unseen = Set(changes.vpcs.lazy.filter { $0.kind == .notSeen || $0.kind == .notAssessed }.map(\.place))
        return old.assessments.filter { $0.verdict == .fail && !$0.isAccepted && unseen.contains(VPCPlace($0)) }
    }
}
