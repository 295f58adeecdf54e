import Evidence

/// The fix of a failed VPC, with its own ids filled in: for the AWS CLI and for Terraform.
///
/// The role trusts `vpc-flow-logs.amazonaws.com`, as AWS requires, only on behalf of this account.
/// Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
enum FlowLogRemediation {
    static func fix(_ facts: VpcFacts, _ reason: Reason, partition: String) -> Remediation {
        // Ids and names were validated when they were read: nothing here needs quoting.
        let names = Names(facts: facts, partition: partition)
        let code = reason.code
        return Remediation { part in
            switch part {
            case .summary: summary(code, names)
            case .cli: cli(names)
            case .terraform: terraform(names)
            }
        }
    }

    private struct Names: Sendable {
        let vpc: String
        let account: String
        let region: String
        let partition: String

        init(facts: VpcFacts, partition: String) {
            vpc = facts.vpc.vpcId
            account = facts.ownerId
            region = facts.region
            self.partition = partition
        }

        var logGroup: String { "/aws/vpc/flow-logs/\(vpc)" }
        var role: String { "vpc-flow-log-\(vpc)" }
        var roleArn: String { "arn:\(partition):iam::\(account):role/\(role)" }
        var flowLogArns: String { "arn:\(partition):ec2:\(region):\(account):vpc-flow-log/*" }
        var logGroupArn: String { "arn:\(partition):logs:\(region):\(account):log-group:\(logGroup)" }
        /// A Terraform identifier.
        var label: String { vpc.replacing("-", with: "_") }
    }

    private static func summary(_ code: ReasonCode, _ names: Names) -> String {
        let new = "a flow log of ALL traffic from \(names.vpc) to CloudWatch Logs, kept 365 days"
        return switch code {
        case .deliveryFailed:
            "Mend the destination of the flow log that fails to deliver (on Access error its role or bucket "
                + "policy, on Rate limited the CloudWatch Logs quota), or create \(new)."
        case .rejectsNotRecorded:
            "Create \(new), then delete the one that records accepted traffic only."
        case .notActive:
            "Create \(new), then delete the one that is not ACTIVE."
        case .destinationMissing:
            "Create the destination again, or create \(new), and delete the one that delivers to nothing."
        case .retentionTooShort:
            "Lengthen the retention of the destination (aws logs put-retention-policy, or the bucket's lifecycle "
                + "rules), or create \(new), if that is long enough."
        default:
            "Create \(new)."
        }
    }

    private static func cli(_ names: Names) -> String {
        """
        aws logs create-log-group --region \(names.region) --log-group-name \(names.logGroup)
        aws logs put-retention-policy --region \(names.region) --log-group-name \(names.logGroup) \
        --retention-in-days 365
        aws iam create-role --role-name \(names.role) --assume-role-policy-document '{"Version":"2012-10-17",\
        "Statement":[{"Effect":"Allow","Principal":{"Service":"vpc-flow-logs.amazonaws.com"},\
        "Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"\(names.account)"},\
        "ArnLike":{"aws:SourceArn":"\(names.flowLogArns)"}}}]}'
        aws iam put-role-policy --role-name \(names.role) --policy-name write-flow-logs \
        --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[\
        "logs:CreateLogStream","logs:PutLogEvents","logs:DescribeLogGroups","logs:DescribeLogStreams"],\
        "Resource":["\(names.logGroupArn)","\(names.logGroupArn):*"]}]}'
        aws ec2 create-flow-logs --region \(names.region) --resource-type VPC --resource-ids \(names.vpc) \
        --traffic-type ALL --log-destination-type cloud-watch-logs --log-group-name \(names.logGroup) \
        --deliver-logs-permission-arn \(names.roleArn)
        """
    }

    private static func terraform(_ names: Names) -> String {
        """
        resource "aws_cloudwatch_log_group" "\(names.label)" {
          name              = "\(names.logGroup)"
          retention_in_days = 365
        }

        resource "aws_iam_role" "\(names.label)" {
          name = "\(names.role)"

          assume_role_policy = jsonencode({
            Version = "2012-10-17"
            Statement = [{
              Effect    = "Allow"
              Principal = { Service = "vpc-flow-logs.amazonaws.com" }
              Action    = "sts:AssumeRole"
              Condition = {
                StringEquals = { "aws:SourceAccount" = "\(names.account)" }
                ArnLike      = { "aws:SourceArn" = "\(names.flowLogArns)" }
              }
            }]
          })
        }

        resource "aws_iam_role_policy" "\(names.label)" {
          name = "write-flow-logs"
          role = aws_iam_role.\(names.label).id

          policy = jsonencode({
            Version = "2012-10-17"
            Statement = [{
              Effect = "Allow"
              Action = [
                "logs:CreateLogStream",
                "logs:PutLogEvents",
                "logs:DescribeLogGroups",
                "logs:DescribeLogStreams",
              ]
              Resource = [
                aws_cloudwatch_log_group.\(names.label).arn,
                "${aws_cloudwatch_log_group.\(names.label).arn}:*",
              ]
            }]
          })
        }

        resource "aws_flow_log" "\(names.label)" {
          vpc_id          = "\(names.vpc)"
          traffic_type    = "ALL"
          log_destination = aws_cloudwatch_log_group.\(names.label).arn
          iam_role_arn    = aws_iam_role.\(names.label).arn
        }

        """
    }
}
