extension SchemaNode {
    /// The key `exceptions`: which fails somebody accepts, and who answers for it.
    static let exceptions: SchemaNode = .object([
        ("description", "Fails that somebody accepts for a time. They stay fails, and do not make a run fail."),
        ("type", "array"), ("items", .object(entry)),
    ])

    private static let entry: [(String, SchemaNode)] =
        members(
            [
                ("vpc", patterns("The id of a VPC; * stands for any characters.")),
                ("account", patterns("The id of the account; * stands for any characters.")),
                ("region", patterns("The region; * stands for any characters.")),
                ("tag", tag),
                ("owner", words("Who answers for the VPC.")),
                ("approver", words("Who accepted the fail.")),
                ("reason", words("Why it is accepted.")),
                ("ticket", words("Where that was decided.")),
                ("approved-on", day("The day on which it was accepted.")),
                ("expires-on", day("The last day on which it is accepted.")),
                ("compensating-control", words("What is done instead.")),
            ],
            saying: "One exception; it holds for a VPC that all of vpc, account, region and tag match.",
            requiring: ["owner", "approver", "reason", "ticket", "approved-on", "expires-on"])
        + [("anyOf", .list(["vpc", "account", "region", "tag"].map { .object([("required", .list([.text($0)]))]) }))]

    private static func words(_ description: String) -> SchemaNode {
        .object([
            ("description", .text(description)), ("type", .list(["string", "number"])), ("minLength", .number(1)),
        ])
    }

    private static func day(_ description: String) -> SchemaNode {
        .object([
            ("description", .text(description)), ("type", "string"), ("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        ])
    }

    private static func patterns(_ description: String) -> SchemaNode {
        let one = SchemaNode.object([("type", .list(["string", "number"])), ("minLength", .number(1))])
        return .object([
            ("description", .text(description)),
            ("oneOf", .list([one, .object([("type", "array"), ("items", one), ("minItems", .number(1))])])),
        ])
    }

    private static let tag: SchemaNode = .object([
        ("description", "A tag of the VPC: Key=Value, where * stands for any characters, or keys with values."),
        (
            "oneOf",
            .list([
                .object([("type", "string"), ("minLength", .number(1))]),
                .object([
                    ("type", "object"), ("additionalProperties", .object([("type", .list(["string", "number"]))])),
                ]),
            ])
        ),
    ])
}
