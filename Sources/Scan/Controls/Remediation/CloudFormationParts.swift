extension FlowLogFix {
    /// For people: a template of its own in JSON, or nothing where no template can do it.
    var cloudFormation: String {
        let resources = templateResources()
        guard !resources.isEmpty else { return "" }
        return CloudFormationTemplate.tree(described, resources).indented() + "\n"
    }

    /// Whether the template does all of it.
    var isTemplated: Bool { parts.allSatisfy { !$0.resources(place.logicalId, in: place).isEmpty } }

    /// What the template declares, by logical id. What a template cannot reach is left to the other languages: the
    /// trust of a role that it does not own, the policy of a bucket, a quota, the tags of somebody else's stream.
    func templateResources(without others: Set<String> = []) -> [JSONTree.Field] {
        parts.enumerated().flatMap { index, part -> [JSONTree.Field] in
            if let shared = part.shared(in: place), others.contains(shared) { return [] }
            return part.resources("\(place.logicalId)\(part.isMending ? "N\(index)" : "")", in: place)
        }
    }

    /// The summary, and what of it the template leaves to others.
    var described: String {
        guard parts.contains(where: \.isMending) else { return summary }
        return summary + " A template changes nothing that it does not own, such as the trust of a role: "
            + "see the commands for the AWS CLI."
    }
}

enum CloudFormationTemplate {
    /// `titles` say what each VPC is called and why it failed.
    static func tree(
        _ description: String, titles: [JSONTree.Field] = [], _ resources: [JSONTree.Field]
    ) -> JSONTree {
        // Characters are counted only where there may be too many.
        let isShort = description.utf8.count <= 1000
        var fields = [
            JSONTree.Field(key: "AWSTemplateFormatVersion", value: .text("2010-09-09")),
            .init(key: "Description", value: .text(isShort ? description : String(description.prefix(1000)))),
        ]
        if !titles.isEmpty {
            fields.append(.init(key: "Metadata", value: .object(["Fixes": .fields(titles)])))
        }
        return .fields(fields + [.init(key: "Resources", value: .fields(resources))])
    }
}

extension FixPart {
    fileprivate func resources(_ id: String, in place: FixPlace) -> [JSONTree.Field] {
        switch self {
        case .logGroup(let group): [group.resource(id)]
        case .role(let role): [role.resource(id)]
        case .bucket(let bucket): bucket.resources(id)
        case .stream(let stream): [stream.resource(id)]
        case .flowLog(let log): [log.resource(id, in: place)]
        case .table(let table): table.resources(id, in: place)
        case .addedRights(let role):
            [
                .resource(
                    id + "Rights", "AWS::IAM::RolePolicy",
                    [
                        "RoleName": .text(role.name), "PolicyName": .text(role.policyName),
                        "PolicyDocument": role.policy.tree,
                    ])
            ]
        // CloudFormation refuses a bucket that has a policy, and then takes back the whole stack.
        case .mendedBucket: []
        case .foundLogGroup, .trustedRole, .mendedStream, .logsQuota: []
        }
    }
}

extension FixPart.LogGroup {
    fileprivate func resource(_ id: String) -> JSONTree.Field {
        .resource(
            id + "LogGroup", "AWS::Logs::LogGroup", isKept: true,
            ["LogGroupName": .text(name), "RetentionInDays": .number(days)])
    }
}

extension FixPart.ServiceRole {
    /// Without a name of its own: CloudFormation makes one.
    fileprivate func resource(_ id: String) -> JSONTree.Field {
        .resource(
            id + "Role", "AWS::IAM::Role",
            [
                "AssumeRolePolicyDocument": trust.tree,
                "Policies": .list([
                    .object(["PolicyName": .text(policyName), "PolicyDocument": policy.tree])
                ]),
            ])
    }
}

extension FixPart.LogBucket {
    fileprivate func resources(_ id: String) -> [JSONTree.Field] {
        let encryption = JSONTree.object(["ServerSideEncryptionByDefault": .object(["SSEAlgorithm": .text("AES256")])])
        let rule = JSONTree.object([
            "Id": .text(Self.ruleName), "Status": .text("Enabled"), "ExpirationInDays": .number(days),
            "NoncurrentVersionExpiration": .object(["NoncurrentDays": .number(Self.noncurrentDays)]),
            "AbortIncompleteMultipartUpload": .object(["DaysAfterInitiation": .number(Self.uploadDays)]),
        ])
        return [
            .resource(
                id + "Bucket", "AWS::S3::Bucket", isKept: true,
                [
                    "BucketName": .text(name),
                    "BucketEncryption": .object(["ServerSideEncryptionConfiguration": .list([encryption])]),
                    "LifecycleConfiguration": .object(["Rules": .list([rule])]),
                    "PublicAccessBlockConfiguration": .object([
                        "BlockPublicAcls": .flag(true), "BlockPublicPolicy": .flag(true),
                        "IgnorePublicAcls": .flag(true), "RestrictPublicBuckets": .flag(true),
                    ]),
                    "VersioningConfiguration": .object(["Status": .text("Enabled")]),
                ]),
            .resource(
                id + "BucketPolicy", "AWS::S3::BucketPolicy",
                ["Bucket": .reference(id + "Bucket"), "PolicyDocument": policy.tree]),
        ]
    }
}

extension FixPart.DeliveryStream {
    fileprivate func resource(_ id: String) -> JSONTree.Field {
        .resource(
            id + "Stream", "AWS::KinesisFirehose::DeliveryStream",
            [
                "DeliveryStreamName": .text(name), "DeliveryStreamType": .text("DirectPut"),
                "DeliveryStreamEncryptionConfigurationInput": .object(["KeyType": .text("AWS_OWNED_CMK")]),
                "ExtendedS3DestinationConfiguration": .object([
                    "RoleARN": .attribute("Arn", of: id + "Role"),
                    "BucketARN": .attribute("Arn", of: id + "Bucket"),
                    "Prefix": .text("vpc-flow-logs/"), "ErrorOutputPrefix": .text("errors/"),
                    "CompressionFormat": .text("GZIP"),
                ]),
                "Tags": .list([.object(["Key": .text("LogDeliveryEnabled"), "Value": .text("true")])]),
            ])
    }
}

extension FixPart.NewFlowLog {
    fileprivate func resource(_ id: String, in place: FixPlace) -> JSONTree.Field {
        var properties = [
            JSONTree.Field(key: "ResourceType", value: .text("VPC")),
            .init(key: "ResourceId", value: .text(place.vpc)), .init(key: "TrafficType", value: .text(traffic)),
        ]
        var before: String?
        switch destination {
        case .logGroup:
            properties += [
                .init(key: "LogDestinationType", value: .text("cloud-watch-logs")),
                .init(key: "LogGroupName", value: .reference(id + "LogGroup")),
                .init(key: "DeliverLogsPermissionArn", value: .attribute("Arn", of: id + "Role")),
            ]
        case .bucket:
            before = id + "BucketPolicy"
            properties += [
                .init(key: "LogDestinationType", value: .text("s3")),
                .init(key: "LogDestination", value: .attribute("Arn", of: id + "Bucket")),
            ]
        case .stream:
            properties += [
                .init(key: "LogDestinationType", value: .text("kinesis-data-firehose")),
                .init(key: "LogDestination", value: .attribute("Arn", of: id + "Stream")),
            ]
        }
        if let format { properties.append(.init(key: "LogFormat", value: .text(format))) }
        return .resource(id + "FlowLog", "AWS::EC2::FlowLog", after: before, .fields(properties))
    }
}

extension AthenaTable {
    fileprivate func resources(_ id: String, in place: FixPlace) -> [JSONTree.Field] {
        [
            .resource(
                id + "Database", "AWS::Glue::Database",
                ["CatalogId": .text(place.account), "DatabaseInput": .object(["Name": .text(database)])]),
            .resource(
                id + "Table", "AWS::Glue::Table",
                [
                    "CatalogId": .text(place.account), "DatabaseName": .reference(id + "Database"),
                    "TableInput": tree,
                ]),
        ]
    }
}

extension JSONTree.Field {
    fileprivate static func resource(
        _ id: String, _ type: String, isKept: Bool = false, _ properties: KeyValuePairs<String, JSONTree>
    ) -> Self {
        resource(id, type, isKept: isKept, .object(properties))
    }

    /// `isKept`: what was logged outlives the stack.
    fileprivate static func resource(
        _ id: String, _ type: String, isKept: Bool = false, after: String? = nil, _ properties: JSONTree
    ) -> Self {
        var fields = [Self(key: "Type", value: .text(type))]
        if let after { fields.append(.init(key: "DependsOn", value: .text(after))) }
        if isKept {
            fields.append(.init(key: "DeletionPolicy", value: .text("Retain")))
            fields.append(.init(key: "UpdateReplacePolicy", value: .text("Retain")))
        }
        fields.append(.init(key: "Properties", value: properties))
        return Self(key: id, value: .fields(fields))
    }
}

extension JSONTree {
    fileprivate static func reference(_ id: String) -> JSONTree { .object(["Ref": .text(id)]) }

    fileprivate static func attribute(_ name: String, of id: String) -> JSONTree {
        .object(["Fn::GetAtt": .texts([id, name])])
    }
}
