/// Which VPCs an exception speaks of: those that fit everything that is given here.
package struct VPCSelector: Sendable, Hashable {
    /// Of the VPC's id.
    package let vpc: Glob?
    /// Of the account that sees it.
    package let account: Glob?
    package let region: Glob?
    package let tag: TagPattern?

    /// A tag's key, and a pattern for its value.
    package struct TagPattern: Sendable, Hashable, CustomStringConvertible {
        package let key: String
        package let value: Glob

        package var description: String { "\(key)=\(value)" }

        fileprivate func matches(_ tag: Tag) -> Bool {
            tag.key.unicodeScalars.elementsEqual(key.unicodeScalars) && value.matches(tag.value)
        }
    }

    /// `*` alone is as good as nothing.
    init(vpc: Glob?, account: Glob?, region: Glob?, tag: TagPattern?) {
        func narrowing(_ glob: Glob?) -> Glob? { glob.flatMap { $0.matchesEverything ? nil : $0 } }
        self.vpc = narrowing(vpc)
        self.account = narrowing(account)
        self.region = narrowing(region)
        self.tag = tag
    }

    package func selects(_ assessment: Assessment) -> Bool {
        vpc?.matches(assessment.vpcId) != false
            && covers(account: assessment.account) && covers(region: assessment.region)
            && tag.map { tag in assessment.tags.contains(where: tag.matches) } != false
    }

    func covers(account id: String) -> Bool { account?.matches(id) != false }
    func covers(region name: String) -> Bool { region?.matches(name) != false }

    /// The one VPC that it can select in an account and region; nil where it can be several.
    var vpcId: String? { vpc.flatMap { $0.hasWildcard ? nil : $0.description } }

    /// Whether it names VPCs rather than waving at them: an id, or four characters of one that stand together
    /// (ids are random); the value of a tag, or three characters of it; or one whole account. A region does not
    /// narrow enough, nor do patterns of accounts.
    package var isNarrow: Bool {
        if let vpc, !vpc.hasWildcard || Glob(String(vpc.description.dropFirst(Self.prefix.count))).longestLiteral >= 4 {
            return true
        }
        if let tag, !tag.value.hasWildcard || tag.value.longestLiteral >= 3 { return true }
        return account.map { !$0.hasWildcard } ?? false
    }

    /// With what every pattern for ids begins.
    static let prefix = "vpc-"

    /// For people: `vpc-0d*, account 111122223333, region eu-*, tag environment=demo`.
    package var words: String {
        [
            vpc?.description, account.map { "account \($0)" }, region.map { "region \($0)" }, tag.map { "tag \($0)" },
        ].compactMap(\.self).joined(separator: ", ")
    }
}
