import AWS
import XML

/// Who is asking, as STS's GetCallerIdentity tells it.
/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
package struct CallerIdentity: Sendable, Hashable {
    package let account: String
    package let arn: String
    /// The partition that the ARN names: `aws`, `aws-cn`, …
    package let partition: String

    init(_ answer: XMLElement) throws(RecordError) {
        try answer.check("the answer")
        guard let result = answer.child("GetCallerIdentityResult") else {
            throw .missing("GetCallerIdentityResult", of: "the answer")
        }
        account = try result.required("Account", of: "the identity")
        arn = try result.required("Arn", of: "the identity")
        guard Identifier.isAccount(account) else {
            throw .malformed("Account", of: "the identity", "twelve digits")
        }
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn", Partition.all.contains(where: { $0.name == parts[1] }) else {
            throw .malformed("Arn", of: "the identity", "an ARN of a partition of AWS")
        }
        guard parts[4] == account else {
            throw .malformed("Arn", of: "the identity", "one of account \(account)")
        }
        partition = parts[1]
    }
}
