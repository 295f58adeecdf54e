/// One thing that the AWS CLI does for a fix.
enum CLIStep: Sendable {
    /// A command that changes something. `unless` asks whether that is so already, by printing its name; nil where
    /// doing it twice changes nothing.
    case command(_ words: [String], unless: [String]?)
    /// `aws ec2 create-flow-logs`, which ends well even where it made nothing.
    case flowLog(_ words: [String], unless: [String])
    /// A few lines of shell that can be run twice, where one command depends on what another says.
    case lines(String)
    /// Such lines for what may be somebody else's: where they fail, the others are done before the script ends badly.
    case attempt(String)
}

extension FlowLogFix {
    /// Without what another fix mends already; every stream bears its own tag.
    func steps(without others: Set<String> = []) -> [CLIStep] {
        parts.flatMap { part -> [CLIStep] in
            if case .mendedStream = part { return part.steps(in: place) }
            if let shared = part.shared(in: place), others.contains(shared) { return [] }
            return part.steps(in: place)
        }
    }

    /// For people: the commands one after the other, as `-R` prints them. What may be there is asked for first.
    var commands: String {
        let lines = parts.flatMap { part in
            part.steps(in: place).map { step in
                switch step {
                case .command(let words, let asking?) where part.isMending:
                    "\(ShellText.command(asking)) | grep -q . ||\n\(ShellText.command(words, indent: "  "))"
                case .command(let words, _), .flowLog(let words, _): ShellText.command(words)
                case .lines(let text), .attempt(let text): text
                }
            }
        }
        return ([ShellText.environment(in: place.region)] + lines + remarks.map { ShellText.comment($0) }).joined(
            separator: "\n")
    }
}

extension FixPart {
    fileprivate func steps(in place: FixPlace) -> [CLIStep] {
        switch self {
        case .logGroup(let group): group.steps(in: place)
        case .foundLogGroup(let name): [LogGroup.creation(of: name, in: place)]
        case .role(let role): role.steps
        case .bucket(let bucket): bucket.steps(in: place)
        case .stream(let stream): stream.steps(in: place)
        case .flowLog(let log): [log.step(in: place)]
        case .table(let table): table.steps(in: place)
        case .trustedRole(let role): role.trusting(in: place)
        case .addedRights(let role): [.command(role.rights, unless: nil)]
        case .mendedBucket(let name, let policy): [.attempt(Self.adding(policy, to: name))]
        case .mendedStream(let name): Self.opening(name, in: place)
        case .logsQuota: [.attempt(Self.askingForMore(in: place))]
        }
    }
}

extension FixPart.LogGroup {
    fileprivate func steps(in place: FixPlace) -> [CLIStep] {
        [
            Self.creation(of: name, in: place),
            .command(
                Self.logs("put-retention-policy", place)
                    + ["--log-group-name", name, "--retention-in-days", "\(days)"],
                unless: Self.asking(for: "retentionInDays", of: name, in: place)),
        ]
    }

    fileprivate static func creation(of name: String, in place: FixPlace) -> CLIStep {
        .command(
            logs("create-log-group", place) + ["--log-group-name", name],
            unless: asking(for: "logGroupName", of: name, in: place))
    }

    private static func asking(for field: String, of name: String, in place: FixPlace) -> [String] {
        logs("describe-log-groups", place) + ["--log-group-name-prefix", name]
            + ["--query", "logGroups[?logGroupName=='\(name)'].\(field)", "--output", "text"]
    }

    private static func logs(_ action: String, _ place: FixPlace) -> [String] {
        ["aws", "logs", action, "--region", place.region]
    }
}

extension FixPart.ServiceRole {
    fileprivate var steps: [CLIStep] {
        [
            creation,
            .command(rights, unless: asking("get-role-policy", for: "PolicyName", ["--policy-name", policyName])),
            exists,
        ]
    }

    /// The trust is joined with ours where it does not let the service in on behalf of this account. jq joins them:
    /// the AWS CLI cannot.
    fileprivate func trusting(in place: FixPlace) -> [CLIStep] {
        let get = iam("get-role") + ["--query", "Role.AssumeRolePolicyDocument", "--output", "json"]
        let join = [
            "jq", "-c", "--arg", "service", Self.flowLogService, "--arg", "account", place.account, "--argjson", "new",
            trust.tree.oneLine, Self.joining,
        ]
        return [
            creation, exists,
            .lines(
                """
                trust=$(\(ShellText.command(get)))
                trust=$(\(ShellText.command(join)) <<<"$trust")
                if [ -n "$trust" ]; then
                  \(ShellText.command(iam("update-assume-role-policy"))) --policy-document "$trust"
                fi
                """),
        ]
    }

    /// Nothing where the trust will do; else the trust with our statement instead of any that bears its name.
    private static let joining = """
        def all_of: if type == "array" then . elif . == null then [] else [.] end;
        def is_for_us: [(.Condition // {}) | to_entries[] | select(.key | test("Not") | not) | .value | to_entries[]
            | (.key | ascii_downcase) as $key | select($key == "aws:sourceaccount" or $key == "aws:sourcearn")
            | [.value | all_of[] | tostring | if $key == "aws:sourcearn" then (split(":")[4] // "*") else . end]
            | any(. == $account or . == "*" or . == "")] | all;
        def trusts: .Effect == "Allow" and is_for_us
            and ([.Principal | objects | .Service | all_of[]] | any(. == $service));
        ($new.Statement | map(.Sid)) as $sids
        | .Statement |= all_of
        | if any(.Statement[]; trusts) then empty
          else .Statement |= map(select(.Sid as $sid | any($sids[]; . == $sid) | not)) + $new.Statement end
        """

    private var exists: CLIStep { .command(["aws", "iam", "wait", "role-exists", "--role-name", name], unless: nil) }

    private var creation: CLIStep {
        .command(
            iam("create-role") + (path == "/" ? [] : ["--path", path])
                + ["--assume-role-policy-document", trust.tree.oneLine],
            unless: asking("get-role", for: "Role.RoleName"))
    }

    fileprivate var rights: [String] {
        iam("put-role-policy") + ["--policy-name", policyName, "--policy-document", policy.tree.oneLine]
    }

    private func asking(_ action: String, for query: String, _ more: [String] = []) -> [String] {
        iam(action) + more + ["--query", query, "--output", "text"]
    }

    private func iam(_ action: String) -> [String] { ["aws", "iam", action, "--role-name", name] }
}

extension FixPart.DeliveryStream {
    fileprivate func steps(in place: FixPlace) -> [CLIStep] {
        let firehose = { (action: String) in
            ["aws", "firehose", action, "--region", place.region, "--delivery-stream-name", name]
        }
        let target = JSONTree.object([
            "RoleARN": .text(place.roleArn(role)),
            "BucketARN": .text(place.bucketArn(bucket)),
            "Prefix": .text("vpc-flow-logs/"),
            "ErrorOutputPrefix": .text("errors/"),
            "CompressionFormat": .text("GZIP"),
        ])
        let status = firehose("describe-delivery-stream") + ["--output", "text", "--query"]
        let ask = ShellText.command(status + ["DeliveryStreamDescription.DeliveryStreamStatus"])
        return [
            .command(
                firehose("create-delivery-stream")
                    + ["--delivery-stream-type", "DirectPut"]
                    + ["--delivery-stream-encryption-configuration-input", "KeyType=AWS_OWNED_CMK"]
                    + ["--extended-s3-destination-configuration", target.oneLine],
                unless: status + ["DeliveryStreamDescription.DeliveryStreamName"]),
            .lines(
                """
                for _ in {1..60}; do
                  state=$(\(ask.replacing("\n", with: "\n    ")))
                  if [ "$state" != CREATING ]; then break; fi
                  sleep 5
                done
                if [ "$state" != ACTIVE ]; then
                  printf 'the stream %s is not ACTIVE but %s\\n' \(ShellText.quoted(name)) "$state" >&2
                  false
                fi
                """),
        ]
    }
}

extension FixPart.NewFlowLog {
    fileprivate func step(in place: FixPlace) -> CLIStep {
        let ec2 = { (action: String) in ["aws", "ec2", action, "--region", place.region] }
        let target: [String]
        let mine: String
        switch destination {
        case .logGroup(let name, let role):
            target =
                ["--log-destination-type", "cloud-watch-logs", "--log-group-name", name]
                + ["--deliver-logs-permission-arn", place.roleArn(role)]
            mine = "LogGroupName=='\(name)'"
        case .bucket(let name):
            let arn = place.bucketArn(name)
            target = ["--log-destination-type", "s3", "--log-destination", arn]
            mine = "LogDestination=='\(arn)'"
        case .stream(let name):
            let arn = place.streamArn(name)
            target = ["--log-destination-type", "kinesis-data-firehose", "--log-destination", arn]
            mine = "LogDestination=='\(arn)'"
        }
        return .flowLog(
            ec2("create-flow-logs")
                + ["--resource-type", "VPC", "--resource-ids", place.vpc, "--traffic-type", traffic] + target
                + (format.map { ["--log-format", $0] } ?? []),
            unless: ec2("describe-flow-logs")
                + ["--filter", "Name=resource-id,Values=\(place.vpc)", "--output", "text"]
                + ["--query", "FlowLogs[?\(mine)].FlowLogId"])
    }
}

extension AthenaTable {
    fileprivate func steps(in place: FixPlace) -> [CLIStep] {
        let glue = { (action: String) in ["aws", "glue", action, "--region", place.region] }
        return [
            .command(
                glue("create-database") + ["--database-input", "Name=\(database)"],
                unless: glue("get-database")
                    + ["--name", database, "--query", "Database.Name", "--output", "text"]),
            .command(
                glue("create-table") + ["--database-name", database, "--table-input", tree.oneLine],
                unless: glue("get-table")
                    + ["--database-name", database, "--name", name, "--query", "Table.Name", "--output", "text"]),
        ]
    }
}
