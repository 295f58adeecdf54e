extension FixPart.LogBucket {
    /// A bucket that nobody can open to the public, that keeps what is overwritten, and forgets after so many days.
    func steps(in place: FixPlace) -> [CLIStep] {
        let s3 = { (action: String) in
            ["aws", "s3api", action, "--region", place.region, "--bucket", name]
        }
        // S3 refuses us-east-1 as a constraint: it is where buckets are when nothing is said.
        let home =
            place.region == "us-east-1"
            ? [] : ["--create-bucket-configuration", "LocationConstraint=\(place.region)"]
        let shut = "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"
        let asking = { (action: String, field: String) in s3(action) + ["--query", field, "--output", "text"] }
        return [
            .command(
                s3("create-bucket") + home,
                unless: ["aws", "s3api", "list-buckets", "--output", "text"]
                    + ["--query", "Buckets[?Name=='\(name)'].Name"]),
            .command(
                s3("put-public-access-block") + ["--public-access-block-configuration", shut],
                unless: asking("get-public-access-block", "PublicAccessBlockConfiguration.BlockPublicPolicy")),
            .command(
                s3("put-bucket-versioning") + ["--versioning-configuration", "Status=Enabled"],
                unless: asking("get-bucket-versioning", "Status")),
            .command(
                s3("put-bucket-lifecycle-configuration")
                    + ["--lifecycle-configuration", JSONTree.object(["Rules": .list([lifecycle])]).oneLine],
                unless: asking("get-bucket-lifecycle-configuration", "Rules[].ID")),
            .command(
                s3("put-bucket-policy") + ["--policy", policy.tree.oneLine],
                unless: asking("get-bucket-policy", "Policy")),
        ]
    }

    private var lifecycle: JSONTree {
        .object([
            "ID": .text(Self.ruleName),
            "Status": .text("Enabled"),
            "Filter": .object(["Prefix": .text("")]),
            "Expiration": .object(["Days": .number(days)]),
            "NoncurrentVersionExpiration": .object(["NoncurrentDays": .number(Self.noncurrentDays)]),
            "AbortIncompleteMultipartUpload": .object(["DaysAfterInitiation": .number(Self.uploadDays)]),
        ])
    }

    static let ruleName = "retention"
    static let noncurrentDays = 30
    static let uploadDays = 7
}

// What is there is added to, never replaced.
extension FixPart {
    /// The bucket's policy with these statements instead of any that bear their names. jq joins them: the AWS CLI
    /// cannot. Where the bucket's owner alone may do it, that is said, and what to add.
    static func adding(_ policy: PolicyDocument, to bucket: String) -> String {
        let get = ["aws", "s3api", "get-bucket-policy", "--bucket", bucket, "--query", "Policy", "--output", "text"]
        let join = ["jq", "-c", "--argjson", "new", policy.tree.oneLine, joining]
        let put = ShellText.command(["aws", "s3api", "put-bucket-policy", "--bucket", bucket])
        let owners = "This is for the owner of the bucket \(bucket). The statements to add to its policy:"
        let statements = JSONTree.list(policy.statements.map(\.tree))
        return """
            if said=$(\(ShellText.command(get)) 2>&1); then
              policy=$(\(ShellText.command(join)) <<<"$said") || policy=
            elif [[ $said == *NoSuchBucketPolicy* ]]; then
              policy=\(ShellText.quoted(policy.tree.oneLine))
            else
              policy=
            fi
            if [ -z "$policy" ] || ! said=$(\(put) --policy "$policy" 2>&1); then
              printf '%s\\n' "$said" \(ShellText.quoted(owners)) >&2
              printf '%s\\n' \(ShellText.quoted(statements.indented())) >&2
              false
            fi
            """
    }

    private static let joining = """
        ($new.Statement | map(.Sid)) as $sids
        | .Statement |= (if type == "array" then . elif . == null then [] else [.] end
            | map(select(.Sid as $sid | any($sids[]; . == $sid) | not)))
        | .Statement += $new.Statement
        """

    /// AWS's own role for delivering logs, and the tag by which it knows the streams that it may write to.
    /// Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
    static func opening(_ stream: String, in place: FixPlace) -> [CLIStep] {
        let role = "AWSServiceRoleForLogDelivery"
        return [
            .command(
                ["aws", "iam", "create-service-linked-role", "--aws-service-name", "delivery.logs.amazonaws.com"],
                unless: ["aws", "iam", "get-role", "--role-name", role, "--query", "Role.RoleName", "--output", "text"]),
            .command(
                ["aws", "firehose", "tag-delivery-stream", "--region", place.region]
                    + ["--delivery-stream-name", stream, "--tags", "Key=LogDeliveryEnabled,Value=true"],
                unless: nil),
        ]
    }

    /// Twice the writes a second that AWS gives at first, unless there are more than those or that was asked for.
    /// AWS knows no applied quota where nobody ever changed it.
    static func askingForMore(in place: FixPlace) -> String {
        let value = ["--query", "Quota.Value", "--output", "text"]
        let quotas = { (action: String, rest: [String]) in
            ShellText.command(
                ["aws", "service-quotas", action, "--region", place.region, "--service-code", "logs"]
                    + ["--quota-code", logsQuotaCode] + rest
            ).replacing("\n", with: "\n  ")
        }
        let pending = "RequestedQuotas[?Status=='PENDING' || Status=='CASE_OPENED'].Id"
        let asked = quotas(
            "list-requested-service-quota-change-history-by-quota", ["--query", pending, "--output", "text"])
        return """
            answer() {
              local said
              if said=$("$@" 2>&1); then
                printf '%s' "$said"
              elif [[ $said != *NoSuchResourceException* ]]; then
                printf '%s\\n' "$said" >&2
                return 1
              fi
            }
            first=$(answer \(quotas("get-aws-default-service-quota", value))) &&
            now=$(answer \(quotas("get-service-quota", value))) &&
            asked=$(answer \(asked)) &&
            if [ "${asked:-None}" = None ] && [ -n "$first" ]; then
              now=${now:-$first}
              if [ "${now%.*}" -le "${first%.*}" ]; then
                \(quotas("request-service-quota-increase", ["--desired-value"])) "$((${first%.*} * 2))"
              fi
            fi
            """
    }

    /// PutLogEvents throttle limit in transactions per second.
    /// Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
    static let logsQuotaCode = "L-7E1FAE88"
}
