import ArgumentParser
import Evidence
import Scan

/// What decides the verdicts. Left out, a scan takes the defaults and a report what its package was made with.
struct JudgingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The policy that decides (default: effective; of report: as in the package).",
            discussion: """
                effective: working flow logs that record rejected traffic; not default VPCs. \
                cis: an ACTIVE flow log on every VPC, the benchmark's control as written. \
                cloud-audit: any flow log; not default VPCs.
                """,
            valueName: "name"
        ).allowedInFoundFile)
    var policy: PolicyName?

    @Flag(
        name: .customLong("include-default-vpcs"), inversion: .prefixedNo,
        help: ArgumentHelp("Judge default VPCs too; cis always does (default: no; of report: as in the package).")
            .allowedInFoundFile)
    var includesDefaultVPCs: Bool?

    @Flag(
        name: [.customShort("R"), .long], inversion: .prefixedNo,
        help: ArgumentHelp(
            "Add the fix of every failed VPC to every report (default: no; of report: as in the package)."
        ).allowedInFoundFile)
    var remediation: Bool?

    @Option(
        help: ArgumentHelp(
            """
            The version of the benchmark whose number the reports bear (default: \(BenchmarkChoice.usual); of \
            report: as in the package).
            """,
            discussion: "The verdicts are the same: only name, number and title differ between versions.",
            valueName: "version"
        ).allowedInFoundFile)
    var benchmark: BenchmarkChoice?

    @OptionGroup var past: PastOptions
    @OptionGroup var fixes: FixOptions
}

/// A version of the CIS AWS Foundations Benchmark: `cis-aws-5.0.0`.
struct BenchmarkChoice: ExpressibleByArgument, Sendable {
    let key: String

    init?(argument: String) {
        guard Self.allValueStrings.contains(argument) else { return nil }
        key = argument
    }

    /// That of a run that is told none.
    static let usual = Control.vpcFlowLogging.description.benchmark.key

    static var allValueStrings: [String] { Control.vpcFlowLogging.benchmarks.map(\.key) }
}

extension PolicyName: ExpressibleByArgument {}
