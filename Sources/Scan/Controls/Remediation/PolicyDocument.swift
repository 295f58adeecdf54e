/// An IAM policy: of a role, of its trust, or of a bucket.
struct PolicyDocument: Sendable, Hashable {
    var statements: [Statement]

    init(_ statements: Statement...) {
        self.statements = statements
    }

    var tree: JSONTree {
        .object(["Version": .text("2012-10-17"), "Statement": .list(statements.map(\.tree))])
    }

    struct Statement: Sendable, Hashable {
        /// Letters and digits.
        var sid: String
        var denies = false
        /// A service, `*` for everybody, or nil in the policy of a role.
        var principal: String?
        var actions: [String]
        var resources: [String] = []
        var conditions: [Condition] = []

        var tree: JSONTree {
            var fields = [
                JSONTree.Field(key: "Sid", value: .text(sid)),
                .init(key: "Effect", value: .text(denies ? "Deny" : "Allow")),
            ]
            if let principal {
                let who: JSONTree = principal == "*" ? .text("*") : .object(["Service": .text(principal)])
                fields.append(.init(key: "Principal", value: who))
            }
            fields.append(.init(key: "Action", value: .texts(actions)))
            if !resources.isEmpty { fields.append(.init(key: "Resource", value: .texts(resources))) }
            if !conditions.isEmpty {
                fields.append(.init(key: "Condition", value: .fields(conditions.map(\.field))))
            }
            return .fields(fields)
        }
    }

    /// `StringEquals`, and what must equal what.
    struct Condition: Sendable, Hashable {
        var test: String
        var values: [Pair]

        struct Pair: Sendable, Hashable {
            let key: String
            let value: String
        }

        init(_ test: String, _ values: KeyValuePairs<String, String>) {
            self.test = test
            self.values = values.map { Pair(key: $0.key, value: $0.value) }
        }

        fileprivate var field: JSONTree.Field {
            .init(key: test, value: .fields(values.map { .init(key: $0.key, value: .text($0.value)) }))
        }
    }
}
