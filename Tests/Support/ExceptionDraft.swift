package import Evidence

/// What an entry of the list of exceptions is written with, for tests.
package enum ExceptionDraft {
    package static let good: [ExceptionEntry.Field: String] = [
        .vpc: "vpc-0001", .owner: "Network team", .approver: "CISO", .reason: "It is being taken down.",
        .ticket: "SEC-42", .approvedOn: "2026-09-30", .expiresOn: "2026-12-31",
    ]

    /// The good one with other words; an empty one takes the field away.
    package static func with(_ changes: [ExceptionEntry.Field: String]) -> [ExceptionEntry.Field: String] {
        good.merging(changes) { $1 }.filter { !$0.value.isEmpty }
    }

    package static func entry(_ changes: [ExceptionEntry.Field: String] = [:]) throws -> ExceptionEntry {
        try ExceptionEntry(with(changes))
    }

    package static func list(_ changes: [ExceptionEntry.Field: String]...) throws -> ExceptionList {
        try ExceptionList(changes.map { try entry($0) })
    }

    /// For the demo's estate: one of every state, and hostile words.
    package static func ofDemo() throws -> ExceptionList {
        try list(
            [
                .vpc: "vpc-0d0000000000a003", .account: "111122223333", .region: "us-east-1", .ticket: "SEC-1042",
                .reason: "Staging is shut down in December.", .compensatingControl: "Egress goes through a firewall.",
            ],
            [.vpc: "", .account: "111122223333", .region: "eu-central-*", .tag: "environment=demo"],
            [
                .vpc: "vpc-0d0000000000a006", .ticket: "[[ATTACHMENT|x]] | `y`", .owner: "<b>@team</b>",
                .approver: "=cmd()", .reason: "</td><script>alert(1)</script> [a](javascript:alert(1))",
                .compensatingControl: "{{name}} ]]> $(id)",
            ],
            [.vpc: "vpc-0d0000000000c001", .expiresOn: "2026-11-22", .ticket: "SEC-7"],
            [.vpc: "vpc-0d0000000000c002", .approvedOn: "2026-11-24", .ticket: "SEC-8"],
            [.vpc: "vpc-0d0000000000a001", .ticket: "SEC-9"],
            [.vpc: "vpc-0d0000000000b001", .ticket: "SEC-10"],
            [.vpc: "vpc-0d0000000000dead", .region: "ca-central-1", .ticket: "SEC-11"],
            [.vpc: "vpc-0d0000000000sa0001", .ticket: "SEC-12"])
    }

    /// One that may be anything: fine, expired, too broad, without a field, or of nonsense.
    package static func random(using generator: inout some RandomNumberGenerator) -> [ExceptionEntry.Field: String] {
        func pick(_ texts: [String]) -> String { texts.randomElement(using: &generator) ?? "" }
        var draft = with([
            .vpc: pick(["", "", "*", "vpc-*", "vpc-0", "vpc-1", "vpc-2", "vpc-?", "vpc-0001", "vpc-3*", "web"]),
            .account: pick(["", "*", "111122223333", "444455556666", "1111*", "11112222333", "4444555566?6"]),
            .region: pick(["", "", "*", "eu-*", "eu-west-1", "us-east-1", "EU"]),
            .tag: pick(["", "", "", "a=b", "a=*", "env=demo*", "=x", "env", "e*v=demo"]),
            .compensatingControl: pick(["", "", "Egress is inspected.", "…"]),
            .approvedOn: pick(["2026-01-01", "2026-01-01", "2026-11-23", "2026-11-24", "2026-13-01"]),
            .expiresOn: pick(["2030-01-01", "2030-01-01", "2026-11-23", "2026-11-22", "2026-02-30", "soon"]),
        ])
        if Int.random(in: 0..<4, using: &generator) == 0 {
            let field = ExceptionEntry.Field.allCases.randomElement(using: &generator) ?? .owner
            draft[field] = HostileText.random(using: &generator)
        }
        if Int.random(in: 0..<6, using: &generator) == 0 {
            draft[ExceptionEntry.Field.allCases.randomElement(using: &generator) ?? .owner] = nil
        }
        return draft
    }
}
