extension SchemaNode {
    /// The key `exceptions`: which fails somebody accepts, and who answers for it.
    static var exceptions: SchemaNode {
        .object([
            ("description", "Fails that somebody accepts for a time. They stay fails, and do not make a run fail."),
            ("type", "array"), ("items", .object(entry)),
        ])
    }

    private static var entry: [(String, SchemaNode)] {
        members(
            [
                ("vpc", words("The id of a VPC, or a pattern: * stands for any characters, ? for one.")),
                ("account", words("The id of the account that sees the VPC, or a pattern.")),
                ("region", words("The region, or a pattern.")),
                ("tag", words("key=value: a tag that the VPC bears; the value may be a pattern.")),
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
            + [("anyOf", .list(["vpc", "account", "tag"].map { .object([("required", .list([.text($0)]))]) }))]
    }

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
}
