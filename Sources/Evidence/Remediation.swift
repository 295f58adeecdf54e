/// The fix of one failed VPC with its own ids filled in.
///
/// Its texts are made whenever they are read: those of a large estate would take more memory than all the rest.
package struct Remediation: Sendable {
    package enum Part: Sendable {
        case summary, cli, terraform, cloudFormation
    }

    /// The fix, from which each of its parts is written.
    package typealias Fix = (Part) -> String

    private let make: @Sendable () -> Fix

    /// `make` always gives the same; an empty template is none.
    package init(_ make: @escaping @Sendable () -> Fix) {
        self.make = make
    }

    package init(summary: String, cli: String, terraform: String, cloudFormation: String? = nil) {
        self.init {
            { part in
                switch part {
                case .summary: summary
                case .cli: cli
                case .terraform: terraform
                case .cloudFormation: cloudFormation ?? ""
                }
            }
        }
    }

    /// What the fix does, in one sentence.
    package var summary: String { make()(.summary) }
    /// Commands for the AWS CLI.
    package var cli: String { make()(.cli) }
    /// A Terraform configuration.
    package var terraform: String { make()(.terraform) }
    /// A CloudFormation template in JSON; nil where no template can do it.
    package var cloudFormation: String? { Self.template(make()) }

    private static func template(_ fix: Fix) -> String? {
        let template = fix(.cloudFormation)
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
        let fix = make()
        try fields.encode(fix(.summary), forKey: .summary)
        try fields.encode(fix(.cli), forKey: .cli)
        try fields.encode(fix(.terraform), forKey: .terraform)
        if let template = Self.template(fix) { try fields.encode(template, forKey: .cloudFormation) }
    }
}
