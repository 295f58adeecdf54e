import Evidence

extension FlowLogFix {
    /// To a stream of the VPC's own, which writes to a bucket. AWS tags the stream and makes its own role for the
    /// delivery (AWSServiceRoleForLogDelivery) when the flow log is made.
    /// Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-firehose.html
    static func firehose(_ place: FixPlace, traffic: String, days: Int) -> [FixPart] {
        let role = FixPart.ServiceRole.firehose(named: place.streamRole, writingTo: place.bucket, in: place)
        return [
            .bucket(
                .init(
                    name: place.bucket, days: days,
                    policy: PolicyDocument(.onlyEncrypted(place.bucket, in: place)))),
            .role(role),
            .stream(.init(name: place.stream, bucket: place.bucket, role: role.name)),
            .flowLog(.init(destination: .stream(place.stream), traffic: traffic, format: nil)),
        ]
    }
}

extension FixPart.ServiceRole {
    /// Firehose assumes it for streams of this account, which it names as external id, and writes to one bucket.
    /// Source: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
    static func firehose(named name: String, writingTo bucket: String, in place: FixPlace) -> Self {
        let arn = place.bucketArn(bucket)
        return Self(
            name: name,
            trust: PolicyDocument(
                .init(
                    sid: "Firehose", principal: "firehose.amazonaws.com", actions: ["sts:AssumeRole"],
                    conditions: [.init("StringEquals", ["sts:ExternalId": place.account])])),
            policyName: place.policy("write-to-bucket"),
            policy: PolicyDocument(
                .init(
                    sid: "Bucket",
                    actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
                    resources: [arn]),
                .init(
                    sid: "Objects", actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
                    resources: ["\(arn)/*"])))
    }
}
