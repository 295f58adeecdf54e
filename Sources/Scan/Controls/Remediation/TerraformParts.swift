extension FlowLogFix {
    /// For people: the resources alone, for a configuration that has a provider.
    var terraform: String {
        let blocks = HCLBlock.text(resources(provider: nil))
        let notes = remarks.map { ShellText.comment($0) + "\n" }.joined()
        return blocks + (blocks.isEmpty || notes.isEmpty ? "" : "\n") + notes
    }

    /// `provider` is that of the VPC's region, such as `aws.eu_central_1`; nil takes the default one.
    /// What another fix mends already is left out.
    func resources(provider: String?, without others: Set<String> = []) -> [HCLBlock] {
        parts.enumerated().flatMap { index, part -> [HCLBlock] in
            let shared = part.shared(in: place)
            if let shared, others.contains(shared) { return [] }
            // Only what is mended comes more than once.
            let own = part.isMending ? "\(place.identifier)_\(index)" : place.identifier
            let label = shared.map(HCLValue.identifier) ?? own
            return part.blocks(label, in: place).map { block in
                var block = block
                if let provider, ["resource", "data", "import"].contains(block.type) {
                    block.body.insert(.attribute("provider", .code(provider)), at: 0)
                }
                return block
            }
        }
    }
}

extension FixPart {
    fileprivate func blocks(_ label: String, in place: FixPlace) -> [HCLBlock] {
        switch self {
        case .logGroup(let group): [group.block(label)]
        case .role(let role): role.blocks(label)
        case .bucket(let bucket): bucket.blocks(label)
        case .stream(let stream): [stream.block(label)]
        case .flowLog(let log): [log.block(label, in: place)]
        case .table(let table): table.blocks(label)
        // The group and its retention are somebody else's.
        case .foundLogGroup: []
        case .trustedRole(let role): role.taken(label)
        case .addedRights(let role): [role.rights(label, HCLValue.identifier("role \(role.name)"))]
        case .mendedBucket(let name, let policy): Self.mending(name, policy, label)
        case .mendedStream: Self.opening(label)
        case .logsQuota: Self.quota(label)
        }
    }
}

extension FixPart.LogGroup {
    fileprivate func block(_ label: String) -> HCLBlock {
        HCLBlock(
            "resource", "aws_cloudwatch_log_group", label,
            body: [
                .skip(
                    "CKV_AWS_158",
                    "encrypted by CloudWatch Logs itself; give kms_key_id where a key of yours is asked for"),
                .attribute("name", .text(name)),
                .attribute("retention_in_days", .number(days)),
                // Records outlive the configuration.
                .attribute("skip_destroy", .flag(true)),
            ] + (days < 365 ? [.skip("CKV_AWS_338", "kept as long as --fix-retention asked for")] : []))
    }
}

extension FixPart.ServiceRole {
    fileprivate func blocks(_ label: String) -> [HCLBlock] {
        [
            HCLBlock(
                "resource", "aws_iam_role", label,
                body: [.attribute("name", .text(name)), .attribute("assume_role_policy", .json(trust.tree))]),
            rights(label, label),
        ]
    }

    fileprivate func rights(_ label: String, _ role: String) -> HCLBlock {
        HCLBlock(
            "resource", "aws_iam_role_policy", label,
            body: [
                .attribute("name", .text(policyName)), .attribute("role", .code("aws_iam_role.\(role).id")),
                .attribute("policy", .json(policy.tree)),
            ])
    }

    /// Takes the role into the state, and changes nothing of it but its trust.
    fileprivate func taken(_ label: String) -> [HCLBlock] {
        let kept = [
            "description", "force_detach_policies", "max_session_duration", "permissions_boundary", "tags", "tags_all",
        ]
        return [
            HCLBlock(
                "import",
                body: [
                    .attribute("to", .code("aws_iam_role.\(label)")), .attribute("id", .text(name)),
                ]),
            HCLBlock(
                "resource", "aws_iam_role", label,
                body: [
                    .attribute("name", .text(name)), .attribute("path", .text(path)),
                    .attribute("assume_role_policy", .json(trust.tree)),
                    .block(
                        HCLBlock(
                            "lifecycle",
                            body: [
                                .attribute("prevent_destroy", .flag(true)),
                                .attribute("ignore_changes", .list(kept.map { .code($0) })),
                            ])),
                ]),
        ]
    }
}

extension FixPart.DeliveryStream {
    fileprivate func block(_ label: String) -> HCLBlock {
        HCLBlock(
            "resource", "aws_kinesis_firehose_delivery_stream", label,
            body: [
                .skip(
                    "CKV_AWS_241",
                    "encrypted with a key that AWS owns; give key_type and key_arn where a key of yours is asked for"),
                .attribute("name", .text(name)),
                .attribute("destination", .text("extended_s3")),
                .attribute("tags", .data(.object(["LogDeliveryEnabled": .text("true")]))),
                .block(
                    HCLBlock(
                        "extended_s3_configuration",
                        body: [
                            .attribute("role_arn", .code("aws_iam_role.\(label).arn")),
                            .attribute("bucket_arn", .code("aws_s3_bucket.\(label).arn")),
                            .attribute("prefix", .text("vpc-flow-logs/")),
                            .attribute("error_output_prefix", .text("errors/")),
                            .attribute("compression_format", .text("GZIP")),
                        ])),
                .block(HCLBlock("server_side_encryption", body: [.attribute("enabled", .flag(true))])),
                .attribute("depends_on", .list([.code("aws_iam_role_policy.\(label)")])),
            ])
    }
}

extension FixPart.NewFlowLog {
    fileprivate func block(_ label: String, in place: FixPlace) -> HCLBlock {
        var body: [HCLItem] = [
            .attribute("vpc_id", .text(place.vpc)), .attribute("traffic_type", .text(traffic)),
        ]
        switch destination {
        case .logGroup:
            body += [
                .attribute("log_destination", .code("aws_cloudwatch_log_group.\(label).arn")),
                .attribute("iam_role_arn", .code("aws_iam_role.\(label).arn")),
            ]
        case .bucket:
            body += [
                .attribute("log_destination_type", .text("s3")),
                .attribute("log_destination", .code("aws_s3_bucket.\(label).arn")),
            ]
        case .stream:
            body += [
                .attribute("log_destination_type", .text("kinesis-data-firehose")),
                .attribute("log_destination", .code("aws_kinesis_firehose_delivery_stream.\(label).arn")),
            ]
        }
        if let format { body.append(.attribute("log_format", .text(format))) }
        // The right to deliver comes before the delivery.
        switch destination {
        case .logGroup: body.append(.attribute("depends_on", .list([.code("aws_iam_role_policy.\(label)")])))
        case .bucket: body.append(.attribute("depends_on", .list([.code("aws_s3_bucket_policy.\(label)")])))
        case .stream: break
        }
        return HCLBlock("resource", "aws_flow_log", label, body: body)
    }
}

extension AthenaTable {
    fileprivate func blocks(_ label: String) -> [HCLBlock] {
        func parameters(_ pairs: KeyValuePairs<String, String>) -> HCLValue {
            .data(.fields(pairs.map { .init(key: $0.key, value: .text($0.value)) }))
        }
        func column(_ kind: String, _ column: Column) -> HCLItem {
            .block(
                HCLBlock(kind, body: [.attribute("name", .text(column.name)), .attribute("type", .text(column.type))]))
        }
        let serde = HCLBlock(
            "ser_de_info",
            body: [
                .attribute("serialization_library", .text(Self.serde)),
                .attribute("parameters", parameters(Self.serdeParameters)),
            ])
        return [
            HCLBlock("resource", "aws_glue_catalog_database", label, body: [.attribute("name", .text(database))]),
            HCLBlock(
                "resource", "aws_glue_catalog_table", label,
                body: [
                    .attribute("name", .text(name)),
                    .attribute("database_name", .code("aws_glue_catalog_database.\(label).name")),
                    .attribute("table_type", .text("EXTERNAL_TABLE")),
                    .attribute("parameters", parameters(self.parameters)),
                    column("partition_keys", Self.day),
                    .block(
                        HCLBlock(
                            "storage_descriptor",
                            body: [
                                .attribute("location", .text(location)), .attribute("input_format", .text(Self.input)),
                                .attribute("output_format", .text(Self.output)), .block(serde),
                            ] + columns.map { column("columns", $0) })),
                ]),
        ]
    }
}

extension HCLItem {
    /// Tells checkov, and whoever reviews it, why a check is left out.
    static func skip(_ check: String, _ reason: String) -> HCLItem { .comment("checkov:skip=\(check):\(reason)") }
}
