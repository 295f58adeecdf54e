import ArgumentParser
import Evidence

/// What decides the verdicts. Left out, a scan takes the defaults and a report what its package was made with.
struct JudgingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The policy that decides.",
            discussion: """
                effective (default): working flow logs that record rejected traffic; not default VPCs. \
                cis: an ACTIVE flow log on every VPC, CIS 3.7 as written. \
                cloud-audit: any flow log; not default VPCs.
                """,
            valueName: "name"))
    var policy: PolicyName?

    @Flag(
        name: .customLong("include-default-vpcs"), inversion: .prefixedNo,
        help: "Judge default VPCs too (cis always does).")
    var includesDefaultVPCs: Bool?

    @Flag(
        name: [.customShort("R"), .long], inversion: .prefixedNo,
        help: "Add the fix of every failed VPC to every report.")
    var remediation: Bool?

    @OptionGroup var past: PastOptions
    @OptionGroup var fixes: FixOptions
}

extension PolicyName: ExpressibleByArgument {}
