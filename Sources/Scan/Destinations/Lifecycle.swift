import AWS
import Evidence
import XML

/// The rules by which a bucket does away with objects, as far as they end the life of current ones.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
struct Lifecycle: Sendable, Hashable {
    enum End: Sendable, Hashable {
        case days(Int)
        case date(Timestamp)
    }

    struct Rule: Sendable, Hashable {
        /// Empty: the whole bucket.
        var prefix: String
        /// It is limited further, by tags, sizes or something that this version does not know.
        var isNarrowed: Bool
        /// Nil where the rule ends no current object.
        var end: End?
    }

    /// Those that are enabled.
    var rules: [Rule]

    /// Whether any of them ends the life of current objects.
    var endsAnything: Bool { rules.contains { $0.end != nil } }

    init(rules: [Rule]) {
        self.rules = rules
    }

    /// Throws `XMLReadingError` and `RecordError`.
    init(reading body: [UInt8]) throws {
        let answer = try XMLReader.read(body, roots: ["LifecycleConfiguration"])
        try answer.check("the lifecycle configuration", lists: Self.lists)
        var rules: [Rule] = []
        var count = 0
        try answer.forEachChild { (child) throws(RecordError) in
            guard child.name == "Rule" else { throw .unknown(child.name, of: "the lifecycle configuration") }
            count += 1
            switch child.text("Status") {
            case "Enabled": rules.append(try Rule(child))
            case "Disabled": break
            default: throw .malformed("Status", of: "a lifecycle rule", "Enabled or Disabled")
            }
        }
        // A bucket without rules answers with an error.
        if count == 0 { throw RecordError.missing("Rule", of: "the lifecycle configuration") }
        self.rules = rules
    }

    private static let lists: [StaticString] = ["Rule", "Transition", "NoncurrentVersionTransition", "Tag"]

    /// How long objects below a prefix are kept: a rule that is narrower than the prefix may end their life or not.
    func retention(below prefix: String, at now: Timestamp) -> Retention {
        var surely: [Int] = []
        var perhaps: [Int] = []
        for rule in rules {
            guard let days = rule.end?.days(from: now) else { continue }
            let covers = prefix.utf8.starts(with: rule.prefix.utf8)
            guard covers || rule.prefix.utf8.starts(with: prefix.utf8) else { continue }
            if covers && !rule.isNarrowed { surely.append(days) } else { perhaps.append(days) }
        }
        let atMost = surely.min()
        guard let least = (surely + perhaps).min() else { return .forever }
        return .days(atLeast: least, atMost: atMost)
    }
}

extension Lifecycle.End {
    /// Days for which what comes now is kept. From its date on, a rule ends all objects at once.
    fileprivate func days(from now: Timestamp) -> Int {
        switch self {
        case .days(let days): days
        case .date(let date): max(0, Int((date.milliseconds - now.milliseconds) / 86_400_000))
        }
    }
}

extension Lifecycle.Rule {
    fileprivate init(_ rule: XMLElement) throws(RecordError) {
        try rule.hold(to: Self.members, of: "a lifecycle rule")
        prefix = ""
        isNarrowed = false
        end = nil
        try narrow(by: rule)
        guard let expiration = rule.child("Expiration") else { return }
        try expiration.hold(to: ["Days", "Date", "ExpiredObjectDeleteMarker"], of: "a lifecycle rule's expiration")
        switch (expiration.text("Days"), expiration.text("Date"), expiration.text("ExpiredObjectDeleteMarker")) {
        case (let days?, nil, _):
            guard let days = Int(days), (1...1_000_000).contains(days) else {
                throw .malformed("Days", of: "a lifecycle rule", "a number of days")
            }
            end = .days(days)
        case (nil, let date?, _):
            guard let date = Timestamp.iso8601(date) else { throw .malformed("Date", of: "a lifecycle rule", "a time") }
            end = .date(date)
        case (nil, nil, "true"), (nil, nil, "false"): break
        case (_?, _?, _): throw .conflict("a lifecycle rule's expiration gives days and a date")
        default: throw .missing("Days", of: "a lifecycle rule's expiration")
        }
    }

    /// What a rule may have that ends no current object, and what is read here. Anything else might end some.
    private static let members = [
        "ID", "Status", "Prefix", "Filter", "Expiration", "Transition", "NoncurrentVersionTransition",
        "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload",
    ]

    /// By a prefix, which stands in one of three places, and by whatever else its filter names.
    private mutating func narrow(by rule: XMLElement) throws(RecordError) {
        var prefixes = [rule.text("Prefix")]
        var others = false
        rule.child("Filter")?.forEachChild { child in
            switch child.name {
            case "Prefix": prefixes.append(child.text)
            case "And":
                child.forEachChild { part in
                    if part.name == "Prefix" { prefixes.append(part.text) } else { others = true }
                }
            default: others = true
            }
        }
        let given = prefixes.compactMap(\.self)
        if given.contains(where: { $0 != given[0] }) { throw .conflict("a lifecycle rule gives two prefixes") }
        prefix = given.first ?? ""
        isNarrowed = others
    }
}
