import Evidence

/// The part of the AWS Security Finding Format that Exhibit writes; names are the format's.
/// Source: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
///
/// Every string is one line that is not blank, because Security Hub wants `.*\S.*`, and as long as it allows; what
/// AWS calls a character is taken for a byte of UTF-8, the strictest reading.
struct ASFFFinding: Encodable {
    let SchemaVersion = "2018-10-08"
    let Id: String
    let ProductArn: String
    let GeneratorId: String
    let AwsAccountId: String
    let Types: [String]
    let CreatedAt: Timestamp
    let UpdatedAt: Timestamp
    let LastObservedAt: Timestamp
    let Severity: Severity
    let Title: String
    let Description: String
    let Remediation: Remediation?
    let SourceUrl: String
    let ProductFields: [String: String]
    let Resources: [Resource]
    let Compliance: Compliance
    let Workflow: Workflow
    let RecordState = "ACTIVE"
    /// Who answers for a fail.
    let Note: Note?
    let FindingProviderFields: ProviderFields
    /// A demo's.
    let Sample: Bool?

    struct Severity: Encodable {
        let Label: String
        let Original: String
    }

    struct Remediation: Encodable {
        let Recommendation: Recommendation

        struct Recommendation: Encodable {
            let Text: String
            let Url: String
        }
    }

    struct Resource: Encodable {
        let `Type`: String
        let Id: String
        /// Nil for partitions that the format has no name for.
        let Partition: String?
        let Region: String
        let Tags: [String: String]?
        let Details: Details?
    }

    struct Details: Encodable {
        let AwsEc2Vpc: VPC

        struct VPC: Encodable {
            let State: String?
            let CidrBlockAssociationSet: [CIDRBlock]?
            let Ipv6CidrBlockAssociationSet: [IPv6CIDRBlock]?
        }

        struct CIDRBlock: Encodable {
            let CidrBlock: String
        }

        struct IPv6CIDRBlock: Encodable {
            let Ipv6CidrBlock: String
        }
    }

    struct Compliance: Encodable {
        let Status: String
        let RelatedRequirements: [String]
        let StatusReasons: [StatusReason]

        struct StatusReason: Encodable {
            let ReasonCode: String
            let Description: String
        }
    }

    struct Workflow: Encodable {
        let Status: String
    }

    struct Note: Encodable {
        let Text: String
        let UpdatedBy: String
        let UpdatedAt: Timestamp
    }

    struct ProviderFields: Encodable {
        let Severity: Severity
        let Types: [String]
    }
}

extension String {
    /// One line of at most so many bytes; nil where nothing but white space would be left.
    func forASFF(_ limit: Int) -> String? {
        let text = visible()
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { return nil }
        guard text.utf8.count > limit else { return text }
        var cut = ""
        var bytes = "…".utf8.count
        for scalar in text.unicodeScalars {
            bytes += UTF8.width(scalar)
            if bytes > limit { break }
            cut.unicodeScalars.append(scalar)
        }
        return cut + "…"
    }

    /// The same for what is never blank, because words of ours stand in it.
    func cutForASFF(_ limit: Int) -> String { forASFF(limit) ?? "-" }
}
