/// The fix of one failed VPC with its own ids filled in.
///
/// Its texts are made whenever they are read: those of a large estate would take more memory than all the rest.
package struct Remediation: Sendable {
    package enum Part: Sendable {
        case summary, cli, terraform, cloudFormation
    }

    private let text: @Sendable (Part) -> String

    /// `text` always gives the same; an empty template is none.
    package init(_ text: @escaping @Sendable (Part) -> String) {
        self.text = text
    }

    package init(summary: String, cli: String, terraform: String, cloudFormation: String? = nil) {
        self.init { part in
            switch part {
            case .summary: summary
            case .cli: cli
            case .terraform: terraform
            case .cloudFormation: cloudFormation ?? ""
            }
        }
    }

    /// What the fix does, in one sentence.
    package var summary: String { text(.summary) }
    /// Commands for the AWS CLI.
    package var cli: String { text(.cli) }
    /// A Terraform configuration.
    package var terraform: String { text(.terraform) }
    /// A CloudFormation template in JSON; nil where no template can do it.
    package var cloudFormation: String? {
        let template = text(.cloudFormation)
        return template.isEmpty ? nil : template
    }
}

extension Remediation: Hashable {
    package static func == (a: Self, b: Self) -> Bool {
        a.summary == b.summary && a.cli == b.cli && a.terraform == b.terraform
            && a.cloudFormation == b.cloudFormation
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(summary)
        hasher.combine(cli)
        hasher.combine(terraform)
        hasher.combine(cloudFormation)
    }
}

extension Remediation: Codable {
    private enum CodingKeys: String, CodingKey {
        case summary, cli, terraform, cloudFormation
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            summary: try fields.decode(String.self, forKey: .summary),
            cli: try fields.decode(String.self, forKey: .cli),
            terraform: try fields.decode(String.self, forKey: .terraform),
            cloudFormation: try fields.decodeIfPresent(String.self, forKey: .cloudFormation))
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(summary, forKey: .summary)
        try fields.encode(cli, forKey: .cli)
        try fields.encode(terraform, forKey: .terraform)
        try fields.encodeIfPresent(cloudFormation, forKey: .cloudFormation)
    }
}
