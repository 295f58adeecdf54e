package import Evidence

/// In which language fixes are written.
package enum FixLanguage: String, Sendable, CaseIterable {
    case cli
    case terraform
    case cloudFormation = "cloudformation"
}

/// The fixes of a whole estate, as files for people to review. Exhibit runs none of them.
package struct EstateFixes: Sendable {
    /// The failed VPCs that somebody accepts, and that are left alone.
    package let accepted: [String]
    /// What could not be assessed: whether it needs a fix is not known.
    package let notAssessed: Int
    /// Where VPCs or flow logs could not be listed, each once: what would fail there is not known.
    package let unread: [String]
    /// How many VPCs are fixed.
    package var count: Int { failed.count }

    private let failed: [Assessment]
    private let settings: FixSettings
    private let heading: [String]

    /// One of the files, by its path below the folder: `111122223333/eu-central-1.tf`.
    package struct File: Sendable {
        package let path: String
        package let isProgram: Bool
        private let content: @Sendable (any Output) throws -> Void

        fileprivate init(
            _ path: String, isProgram: Bool = false, _ content: @escaping @Sendable (any Output) throws -> Void
        ) {
            self.path = path
            self.isProgram = isProgram
            self.content = content
        }

        /// The same package gives the same bytes. Throws what the output throws.
        package func write(to output: any Output) throws { try content(output) }
    }

    package init(_ dossier: Dossier, _ settings: FixSettings) {
        let fails = dossier.assessments.filter { $0.verdict == .fail && !$0.isShared }
        failed = fails.filter { !$0.isAccepted }
        accepted = fails.filter(\.isAccepted).map(\.vpcId)
        notAssessed = dossier.summary.notAssessed
        let hiding = dossier.gaps.filter { $0.hides != .explanation }
        unread = Array(
            Set(hiding.map { $0.hidesAccount ? "account \($0.account)" : "\($0.region) of account \($0.account)" })
        ).sorted()
        self.settings = settings.keeping(atLeast: dossier.depth?.minRetentionDays)
        heading = [
            "Fixes of check \(dossier.control.checkId) under policy \(dossier.policy.name.rawValue), "
                + "made by \(dossier.tool.name) \(dossier.tool.version)",
            "from run \(dossier.run.id), \(dossier.digest).",
        ]
    }

    package func files(as language: FixLanguage) -> [File] {
        Dictionary(grouping: failed, by: \.account).sorted { $0.key < $1.key }.flatMap { account, failed in
            switch language {
            case .cli: [script(account, failed)]
            case .terraform: terraform(account, failed)
            case .cloudFormation: byRegion(failed).flatMap { templates(account, $0.region, $0.failed) }
            }
        }
    }

    /// The VPCs whose fix a template cannot do, or not all of it: the other languages can.
    package var withoutTemplate: [String] {
        failed.filter { !FlowLogFix($0, settings).isTemplated }.map(\.vpcId)
    }

    private func script(_ account: String, _ failed: [Assessment]) -> File {
        let regions = byRegion(failed)
        return File("\(account).sh", isProgram: true) { [heading] output in
            let script = FixScript(account: account, region: regions[0].region, heading: heading)
            try script.begin(output)
            for one in regions.flatMap(\.failed) {
                try script.write(one.fix, without: one.others, of: one.vpc.title, to: output)
            }
            try script.end(output)
        }
    }

    private func terraform(_ account: String, _ failed: [Assessment]) -> [File] {
        let regions = byRegion(failed)
        let providers = File("\(account)/providers.tf") { [heading] output in
            let module = TerraformModule(account: account, regions: regions.map(\.region))
            try output.write(heading.map { ShellText.comment($0) + "\n" }.joined() + "\n" + module.text)
        }
        return [providers]
            + regions.map { region, failed in
                File("\(account)/\(region).tf") { [heading] output in
                    try output.write(heading.map { ShellText.comment($0) + "\n" }.joined())
                    let provider = TerraformModule.provider(of: region)
                    for one in failed {
                        let fix = one.fix
                        let notes = [one.vpc.title, fix.summary] + fix.remarks
                        let blocks = fix.resources(provider: provider, without: one.others)
                        try output.write("\n" + notes.map { ShellText.comment($0) + "\n" }.joined() + "\n")
                        try output.write(HCLBlock.text(blocks))
                    }
                }
            }
    }

    /// As many as hold what is to be made: a template takes 500 resources.
    private func templates(_ account: String, _ region: String, _ failed: [Failed]) -> [File] {
        var parts: [[Failed]] = []
        var room = 0
        for one in failed {
            let count = one.fix.templateResources(without: one.others).count
            guard count > 0 else { continue }
            if count > room || parts.isEmpty {
                parts.append([])
                room = Self.templateLimit
            }
            parts[parts.count - 1].append(one)
            room -= count
        }
        return parts.enumerated().map { index, failed in
            let name = index == 0 ? region : "\(region)-\(index + 1)"
            return File("\(account)/\(name).json") { [heading] output in
                let resources = failed.flatMap { $0.fix.templateResources(without: $0.others) }
                let titles = failed.map { one in
                    JSONTree.Field(key: one.vpc.vpcId, value: .text("\(one.vpc.title) \(one.fix.described)".visible()))
                }
                let template = CloudFormationTemplate.tree(heading.joined(separator: " "), titles: titles, resources)
                try output.write(template.indented() + "\n")
            }
        }
    }

    /// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    private static let templateLimit = 500

    /// A failed VPC, and what the fixes before it in the account mend already.
    private struct Failed: Sendable {
        let vpc: Assessment
        let settings: FixSettings
        let others: Set<String>

        /// Made whenever it is asked for: those of a large estate would not fit into memory.
        var fix: FlowLogFix { FlowLogFix(vpc, settings) }
    }

    private func byRegion(_ failed: [Assessment]) -> [(region: String, failed: [Failed])] {
        var mended: Set<String> = []
        return Dictionary(grouping: failed, by: \.region).sorted { $0.key < $1.key }.map { region, failed in
            let these = failed.map { vpc in
                let fix = FlowLogFix(vpc, settings)
                let shared = Set(fix.parts.compactMap { $0.shared(in: fix.place) })
                let others = shared.intersection(mended)
                mended.formUnion(shared)
                return Failed(vpc: vpc, settings: settings, others: others)
            }
            return (region, these)
        }
    }
}

/// The providers of one account: one for each region, and for no other account.
struct TerraformModule {
    let account: String
    let regions: [String]

    /// `aws.eu_central_1`
    static func provider(of region: String) -> String { "aws.\(alias(region))" }

    private static func alias(_ region: String) -> String { region.replacing("-", with: "_") }

    var text: String {
        let aws = HCLValue.data(.object(["source": .text("hashicorp/aws"), "version": .text(">= 5.0")]))
        let terraform = HCLBlock(
            "terraform",
            body: [
                .attribute("required_version", .text(">= 1.6")),
                .block(HCLBlock("required_providers", body: [.attribute("aws", aws)])),
            ])
        let providers = regions.map { region in
            HCLBlock(
                "provider", "aws",
                body: [
                    .attribute("alias", .text(Self.alias(region))), .attribute("region", .text(region)),
                    .attribute("allowed_account_ids", .list([.text(account)])),
                ])
        }
        return HCLBlock.text([terraform] + providers)
    }
}

extension Assessment {
    /// `vpc-0d1e (payments), account 111122223333, region eu-central-1: No flow log is attached to the VPC.`
    fileprivate var title: String {
        "\(vpcId)\(name.map { " (\($0))" } ?? ""), account \(account), region \(region): \(reason.text)"
    }
}
