import Evidence
import Support

extension SampleDossier {
    /// A run that could not see what an earlier one did: a VPC is not assessed, and a region is not listed.
    static let carryingOver: Dossier = {
        var elsewhere = SampleVPC.withoutRejects("vpc-00e2")
        elsewhere.region = "ap-south-1"
        elsewhere.id = "arn:aws:ec2:ap-south-1:\(account):vpc/vpc-00e2"
        let earlier = make([
            SampleVPC.withoutFlowLog("vpc-0009"), SampleVPC.withoutFlowLog("vpc-00e1"), elsewhere,
            SampleVPC.oneOfEachReason[9],
        ])
        var unseen = SampleVPC.withoutFlowLog("vpc-0009")
        unseen.verdict = .notAssessed
        unseen.reason = Reason(.flowLogsUnreadable, "The flow logs could not be read.")
        var dossier = make(
            [unseen, SampleVPC.withoutFlowLog("vpc-0002")],
            gaps: [gap(.vpcs, action: "DescribeVpcs", region: "ap-south-1", code: "UnauthorizedOperation")])
        dossier.inputs.baseline = Baseline(earlier)
        return dossier
    }()

    /// Some VPCs have a line of code, the others an anchor.
    static let placed: Dossier = {
        var dossier = make([
            SampleVPC.withoutFlowLog("vpc-0001"), SampleVPC.withoutFlowLog("vpc-0002"),
            SampleVPC.withoutFlowLog("vpc-0003"),
        ])
        dossier.inputs.sourceMap = SourceMap(
            fallback: .init(path: "docs/read me.md", line: 3),
            vpcs: ["vpc-0001": .init(path: "infra/main.tf", line: 12)],
            remarks: ["vpc-0003 is in the Terraform state, but no block declares it."])
        return dossier
    }()
}
