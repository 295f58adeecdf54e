extension FixPart.LogBucket {
    func blocks(_ label: String) -> [HCLBlock] {
        let bucket = HCLItem.attribute("bucket", .code("aws_s3_bucket.\(label).id"))
        func part(_ type: String, _ body: HCLItem...) -> HCLBlock {
            HCLBlock("resource", "aws_s3_bucket_\(type)", label, body: [bucket] + body)
        }
        func block(_ type: String, _ body: HCLItem...) -> HCLItem { .block(HCLBlock(type, body: body)) }
        return [
            HCLBlock(
                "resource", "aws_s3_bucket", label,
                body: [
                    .skip("CKV_AWS_18", "a bucket of logs; who reads it is told by CloudTrail's data events"),
                    .skip("CKV_AWS_144", "a copy in another region is for whoever asks for one"),
                    .skip(
                        "CKV_AWS_145",
                        "encrypted by S3 itself; a key of yours needs a policy for delivery.logs.amazonaws.com"),
                    .skip("CKV2_AWS_62", "nothing has to happen when a log arrives"),
                    .attribute("bucket", .text(name)),
                ]),
            part(
                "public_access_block", .attribute("block_public_acls", .flag(true)),
                .attribute("block_public_policy", .flag(true)), .attribute("ignore_public_acls", .flag(true)),
                .attribute("restrict_public_buckets", .flag(true))),
            part("versioning", block("versioning_configuration", .attribute("status", .text("Enabled")))),
            part(
                "server_side_encryption_configuration",
                block(
                    "rule",
                    block("apply_server_side_encryption_by_default", .attribute("sse_algorithm", .text("AES256"))))),
            part(
                "lifecycle_configuration",
                block(
                    "rule", .attribute("id", .text(Self.ruleName)), .attribute("status", .text("Enabled")),
                    block("filter"), block("expiration", .attribute("days", .number(days))),
                    block(
                        "noncurrent_version_expiration",
                        .attribute("noncurrent_days", .number(Self.noncurrentDays))),
                    block(
                        "abort_incomplete_multipart_upload",
                        .attribute("days_after_initiation", .number(Self.uploadDays))))),
            part("policy", .attribute("policy", .json(policy.tree))),
        ]
    }
}

// What is there is added to, never replaced.
extension FixPart {
    /// The policy that the bucket has, with these statements instead of any that bear their names.
    static func mending(_ bucket: String, _ policy: PolicyDocument, _ label: String) -> [HCLBlock] {
        let there = "data.aws_s3_bucket_policy.\(label).policy"
        return [
            HCLBlock("data", "aws_s3_bucket_policy", label, body: [.attribute("bucket", .text(bucket))]),
            HCLBlock(
                "data", "aws_iam_policy_document", label,
                body: [
                    .comment("Where the bucket has no policy yet, leave this line and the data source out."),
                    .attribute("source_policy_documents", .list([.code(there)])),
                    .attribute("override_policy_documents", .list([.json(policy.tree)])),
                ]),
            HCLBlock(
                "resource", "aws_s3_bucket_policy", label,
                body: [
                    .attribute("bucket", .text(bucket)),
                    .attribute("policy", .code("data.aws_iam_policy_document.\(label).json")),
                    .block(HCLBlock("lifecycle", body: [.attribute("prevent_destroy", .flag(true))])),
                ]),
        ]
    }

    /// The role is one for the account: Terraform takes one that is there only by `terraform import`. The tag is
    /// given by whatever declares the stream.
    static func opening(_ label: String) -> [HCLBlock] {
        [
            HCLBlock(
                "resource", "aws_iam_service_linked_role", label,
                body: [
                    .comment("Leave it out where the account has the role AWSServiceRoleForLogDelivery."),
                    .attribute("aws_service_name", .text("delivery.logs.amazonaws.com")),
                ])
        ]
    }

    /// Five thousand a second is what AWS gives at first.
    static func quota(_ label: String) -> [HCLBlock] {
        [
            HCLBlock(
                "resource", "aws_servicequotas_service_quota", label,
                body: [
                    .comment("PutLogEvents throttle limit in transactions per second: raise it above what it is."),
                    .attribute("service_code", .text("logs")),
                    .attribute("quota_code", .text(logsQuotaCode)),
                    .attribute("value", .number(10_000)),
                ])
        ]
    }
}
