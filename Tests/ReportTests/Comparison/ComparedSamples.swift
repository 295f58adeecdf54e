import Evidence
import Report
import Support

/// Pairs of dossiers, and how a format tells them.
enum ComparedSamples {
    /// Every kind of change, of VPCs and of gaps, with hostile names and texts.
    static let everything = Comparison(from: old.dossier, to: new.dossier)

    private static let other = "444455556666"

    private static let old: EstateDraft = {
        var draft = EstateDraft(
            vpc("vpc-01", .pass), vpc("vpc-02", .fail), vpc("vpc-03", .pass), vpc("vpc-04", .notAssessed),
            vpc("vpc-05", .fail), vpc("vpc-06", .fail, accepted: true), vpc("vpc-07", .notApplicable),
            vpc("vpc-08", .pass), vpc("vpc-09", .fail, .notActive), vpc("vpc-10", .pass),
            vpc("vpc-11", .fail, in: "eu-west-1"), vpc("vpc-15", .pass, in: "eu-west-1"),
            EstateDraft.vpc("vpc-16", .pass, name: "old " + hostile, text: "Logged."),
            EstateDraft.vpc("vpc-17", .pass, name: hostile, text: "Logged.", cidr: ["10.7.0.0/16"]))
        draft.region("eu-west-1", .read)
        draft.region("us-east-1", .unreadable)
        draft.region("us-west-2", .unreadable)
        draft.region("ap-south-1", .notRequested)
        draft.region("eu-central-1", .read, account: other)
        draft.gap(.vpcs, "DescribeVpcs", in: "us-east-1")
        draft.gap(.vpcs, "DescribeVpcs", in: "us-west-2")
        draft.gap(.explanation, "DescribeSubnets", code: "RequestLimitExceeded")
        return draft
    }()

    private static let new: EstateDraft = {
        var draft = EstateDraft(
            vpc("vpc-01", .fail), vpc("vpc-02", .pass), vpc("vpc-03", .notAssessed), vpc("vpc-04", .pass),
            vpc("vpc-05", .fail, accepted: true), vpc("vpc-06", .fail), vpc("vpc-07", .fail),
            vpc("vpc-08", .notApplicable), vpc("vpc-09", .fail, .deliveryFailed), vpc("vpc-12", .fail),
            vpc("vpc-13", .pass), vpc("vpc-14", .pass, in: "us-east-1"),
            EstateDraft.vpc("vpc-16", .pass, name: hostile, text: "Logged."),
            EstateDraft.vpc("vpc-18", .pass, name: hostile, text: "Logged.", cidr: ["10.7.0.0/16"]))
        draft.startedAt = Timestamp(milliseconds: SampleRun.start.milliseconds + 93_600_000)
        draft.region("eu-west-1", .unreadable)
        draft.region("us-east-1", .read)
        draft.region("us-west-2", .notRequested)
        draft.region("ap-south-1", .unreadable)
        draft.gap(.vpcs, "DescribeVpcs", in: "eu-west-1", message: hostile)
        draft.gap(.vpcs, "DescribeVpcs", in: "ap-south-1")
        draft.gap(.explanation, "DescribeSubnets")
        return draft
    }()

    static let hostile = HostileText.all.joined(separator: " ")

    static func vpc(
        _ id: String, _ verdict: Verdict, _ reason: ReasonCode? = nil, in region: String = EstateDraft.region,
        accepted: Bool = false
    ) -> Assessment {
        EstateDraft.vpc(id, verdict, reason, in: region, name: hostile, text: hostile, accepted: accepted)
    }

    /// So many VPCs that broke, and so many that were fixed.
    static func large(broken: Int, fixed: Int) -> Comparison {
        func draft(_ first: Verdict, _ second: Verdict) -> Dossier {
            var draft = EstateDraft()
            draft.region(EstateDraft.region, .read)
            draft.vpcs = (0..<broken).map { EstateDraft.vpc("vpc-1\($0)", first, name: "app") }
            draft.vpcs += (0..<fixed).map { EstateDraft.vpc("vpc-2\($0)", second, name: "app") }
            return draft.dossier
        }
        return Comparison(from: draft(.pass, .fail), to: draft(.fail, .pass))
    }
}

extension ComparisonFormat {
    func bytes(of comparison: Comparison) throws -> [UInt8] {
        let output = MemoryOutput()
        try render(comparison, output)
        return output.bytes
    }

    func text(of comparison: Comparison) throws -> String {
        String(decoding: try bytes(of: comparison), as: UTF8.self)
    }
}
