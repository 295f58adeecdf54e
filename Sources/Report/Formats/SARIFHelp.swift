import Evidence

/// The help of a rule, which GitHub shows below every alert: once as Markdown, once as plain text.
struct SARIFHelp {
    private let sections: [Section]

    init(_ sections: [Section]) {
        self.sections = sections.filter { !$0.items.isEmpty }
    }

    struct Section {
        var title: String
        var items: [String]
        var examples: [Example] = []
        var links: [Link] = []

        init(_ title: String, _ items: [String], examples: [Example] = []) {
            self.title = title
            self.items = items
            self.examples = examples
        }

        init(_ title: String, links: [Link]) {
            self.title = title
            items = links.map { "\($0.title): \($0.address)" }
            self.links = links
        }
    }

    struct Example {
        var title: String
        /// As Markdown names it after the fence.
        var language: String
        var code: String
    }

    struct Link {
        var title: String
        var address: String
    }

    var text: SARIFLog.MarkdownText {
        SARIFLog.MarkdownText(
            text: sections.map(\.plain).joined(separator: "\n\n"),
            markdown: sections.map(\.markdown).joined(separator: "\n\n"))
    }
}

extension SARIFHelp.Section {
    fileprivate var plain: String {
        let list = items.map { "- \($0)" }.joined(separator: "\n")
        let code = examples.map { example in
            let lines = example.code.split(separator: "\n", omittingEmptySubsequences: false)
            return "\n\n\(example.title):\n" + lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
        }
        return "\(title):\n" + list + code.joined()
    }

    fileprivate var markdown: String {
        let lines = links.isEmpty ? items : links.map { "[\($0.title)](\($0.address))" }
        let list = lines.count == 1 ? lines : lines.map { "- \($0)" }
        let code = examples.map { "\n\n**\($0.title)**\n\n```\($0.language)\n\($0.code)\n```" }
        return "## \(title)\n\n" + list.joined(separator: "\n") + code.joined()
    }
}

extension SARIFHelp {
    static func check(_ control: ControlDescription) -> SARIFLog.MarkdownText {
        let benchmark = control.benchmark
        return SARIFHelp([
            Section("Why it matters", [control.rationale]),
            Section("Common causes", control.commonCauses),
            Section("How to fix it", control.remediation, examples: [.cli, .terraform]),
            Section("How it is found", [control.detection]),
            Section("What it does not cover", control.limits),
            Section(
                "Benchmark",
                ["\(benchmark.name) v\(benchmark.version), \(benchmark.id) (\(benchmark.level)): \(benchmark.title)."]),
            Section(
                "Links",
                links: [
                    Link(title: "AWS: VPC Flow Logs", address: control.helpURL),
                    Link(
                        title: "AWS: the role for CloudWatch Logs",
                        address: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html"),
                    Link(
                        title: "Terraform: aws_flow_log",
                        address: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/flow_log"
                    ),
                    Link(title: benchmark.name, address: benchmark.url),
                ]),
        ]).text
    }
}

extension SARIFHelp.Example {
    /// Source: https://docs.aws.amazon.com/cli/latest/reference/ec2/create-flow-logs.html
    fileprivate static let cli = Self(
        title: "AWS CLI, where the log group and the role exist", language: "sh",
        code: """
            aws ec2 create-flow-logs --region REGION --resource-type VPC --resource-ids VPC_ID \\
              --traffic-type ALL --log-destination-type cloud-watch-logs \\
              --log-group-name LOG_GROUP --deliver-logs-permission-arn ROLE_ARN
            """)

    fileprivate static let terraform = Self(
        title: "Terraform, beside the aws_vpc", language: "hcl",
        code: """
            resource "aws_flow_log" "main" {
              vpc_id          = aws_vpc.main.id
              traffic_type    = "ALL"
              log_destination = aws_cloudwatch_log_group.flow_logs.arn
              iam_role_arn    = aws_iam_role.flow_logs.arn
            }
            """)
}
