import Evidence

extension [ControlMapping] {
    /// Every version of the benchmark, with its own number.
    static let vpcFlowLoggingBenchmarks: [ControlMapping] = [
        .cis(
            "1.0.0", "4.3", title: "Ensure VPC Flow Logging is Enabled in all Applicable Regions", level: "",
            "Prowler git 3c8ca12/5541bb1 (2016) and diff e7b5b8c", note: "Scored; profile level not seen"),
        .cis(
            "1.1.0", "4.3", "Prowler git e7b5b8c (2016-11-30, \"Support for CIS AWS 1.1\")",
            "awslabs/aws-security-benchmark 672cacf (v1.1 checklist)", "InSpec profiles(cis_level 2)", note: "Scored"),
        .cis(
            "1.2.0", "2.9", .powerpipe("cis_v120/section_2.pp"), "Prowler git 97da9c2 checks/check29 (LEVEL2, SCORED)",
            .securityHub, note: "Scored"),
        .cis("1.3.0", "3.9", .powerpipe("cis_v130/section_3.pp"), "Datadog rule", note: "Automated"),
        .cis("1.4.0", "3.9", .prowler("cis_1.4"), .powerpipe("cis_v140/section_3.pp"), .securityHub, note: "Automated"),
        .cis(
            "1.5.0", "3.9", .prowler("cis_1.5"), .powerpipe("cis_v150/section_3.pp"),
            "elastic/cloudbeat cis_3_9/data.yaml", note: "Automated"),
        .cis(
            "2.0.0", "3.9", .prowler("cis_2.0"), .powerpipe("cis_v200/section_3.pp"),
            "mitre/aws-foundations-cis-baseline fe7291a controls/aws-foundations-cis-3.9.rb", note: "Automated"),
        .cis(
            "3.0.0", "3.7", .prowler("cis_3.0"), .powerpipe("cis_v300/section_3.pp"), .cloudAudit("cis_aws_v3"),
            .securityHub, note: "Automated; the target control"),
        .cis("4.0.0", "3.7", .powerpipe("cis_v400/section_3.pp"), note: "Automated"),
        .cis("4.0.1", "3.7", .prowler("cis_4.0"), note: "Automated"),
        .cis("5.0.0", "3.7", .prowler("cis_5.0"), .powerpipe("cis_v500/section_3.pp"), .securityHub, note: "Automated"),
        .cis(
            "6.0.0", "4.7", .prowler("cis_6.0"), .powerpipe("cis_v600/section_4.pp"),
            note: "Automated; section renumbered to 4 Logging"),
        .cis("7.0.0", "4.7", .prowler("cis_7.0"), .cisSheet, note: "Automated; newest seen"),
    ]
}

extension [ControlMapping] {
    /// Each version of the benchmark as a run can be printed under it.
    func benchmarks(like usual: ControlDescription.Benchmark) -> [ControlDescription.Benchmark] {
        filter { $0.framework == usual.name }.flatMap { mapping in
            mapping.requirements.map { requirement in
                ControlDescription.Benchmark(
                    name: mapping.framework, version: mapping.version, id: requirement.id, title: requirement.title,
                    level: requirement.level.isEmpty ? "level not known" : requirement.level, url: usual.url)
            }
        }
    }
}
