import Evidence

extension FlowLogFix {
    /// To a bucket of the VPC's own, with a table that Athena finds the records through.
    /// Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
    static func s3(_ place: FixPlace, traffic: String, days: Int) -> [FixPart] {
        let policy = PolicyDocument.deliveryOfLogs(to: place.bucket, in: place)
        return [
            .bucket(.init(name: place.bucket, days: days, policy: policy)),
            .flowLog(
                .init(destination: .bucket(place.bucket), traffic: traffic, format: AthenaTable.format)),
            .table(AthenaTable(place: place, days: days)),
        ]
    }
}

extension PolicyDocument {
    /// Lets AWS deliver the logs of this account and region to the bucket, and lets nobody speak to it in clear.
    static func deliveryOfLogs(to bucket: String, in place: FixPlace) -> Self {
        var document = logDelivery(to: bucket, "AWSLogs", place.arn("logs", "*"), place)
        document.statements.append(.onlyEncrypted(bucket, in: place))
        return document
    }

    /// What AWS needs to deliver the logs of the account to a bucket that is there, whatever comes before their path.
    static func logDelivery(to bucket: String, of place: FixPlace) -> Self {
        logDelivery(to: bucket, "*AWSLogs", place.arnOfEveryRegion("logs", "*"), place)
    }

    private static func logDelivery(
        to bucket: String, _ folder: String, _ source: String, _ place: FixPlace
    ) -> Self {
        let (arn, service) = (place.bucketArn(bucket), "delivery.logs.amazonaws.com")
        let bySource = Condition("ArnLike", ["aws:SourceArn": source])
        return PolicyDocument(
            .init(
                sid: "AWSLogDeliveryWrite\(place.account)", principal: service, actions: ["s3:PutObject"],
                // The second where the flow log has prefixes as Hive takes them.
                resources: ["\(place.account)", "aws-account-id=\(place.account)"].map { "\(arn)/\(folder)/\($0)/*" },
                conditions: [
                    Condition(
                        "StringEquals",
                        ["aws:SourceAccount": place.account, "s3:x-amz-acl": "bucket-owner-full-control"]),
                    bySource,
                ]),
            .init(
                sid: "AWSLogDeliveryAclCheck\(place.account)", principal: service,
                actions: ["s3:GetBucketAcl", "s3:ListBucket"], resources: [arn],
                conditions: [Condition("StringEquals", ["aws:SourceAccount": place.account]), bySource]))
    }
}

extension PolicyDocument.Statement {
    static func onlyEncrypted(_ bucket: String, in place: FixPlace) -> Self {
        .init(
            sid: "OnlyEncrypted", denies: true, principal: "*", actions: ["s3:*"],
            resources: [place.bucketArn(bucket), place.bucketArn(bucket) + "/*"],
            conditions: [.init("Bool", ["aws:SecureTransport": "false"])])
    }
}
