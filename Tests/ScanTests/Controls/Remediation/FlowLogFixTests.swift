import Evidence
import Support
import Testing

@testable import Scan

/// What is done about each way in which a VPC fails.
@Suite struct FlowLogFixTests {
    private static let account = "111122223333"

    private func fix(
        _ reason: ReasonCode, _ logs: [FlowLog] = [], _ settings: FixSettings = FixSettings(),
        vpc: String = "vpc-0a1", region: String = "eu-central-1", partition: String = "aws"
    ) -> FlowLogFix {
        FlowLogFix(
            of: FixPlace(vpc: vpc, account: Self.account, region: region, partition: partition, flowLogs: logs),
            reason: reason, flowLogs: logs, settings: settings)
    }

    private func failing(_ cause: String, _ change: (inout FlowLog) -> Void = { _ in }) -> FlowLog {
        var log = FlowLog.failing("fl-0a1", on: "vpc-0a1", cause)
        log.deliverLogsPermissionArn = "arn:aws:iam::\(Self.account):role/team/logs"
        change(&log)
        return log
    }

    @Test(arguments: FixDestination.allCases) func theRoleAndTheFlowLogAreOfThisAccountOnly(
        _ destination: FixDestination
    ) throws {
        let days = try #require(RetentionDays(rawValue: 731))
        let fix = fix(.noFlowLog, [], FixSettings(destination: destination, retention: days), partition: "aws-us-gov")
        #expect(fix.commands.hasPrefix("export AWS_PAGER='' AWS_REGION=eu-central-1 AWS_DEFAULT_REGION=eu-central-1\n"))
        #expect(fix.terraform.contains("skip_destroy") == (destination == .cloudWatchLogs))
        #expect(fix.commands.contains(#"!= ACTIVE"#) == (destination == .firehose))
        for text in [fix.commands, fix.terraform, fix.cloudFormation] {
            #expect(text.contains("731") && !text.contains("365") && !text.contains("arn:aws:"))
            #expect(text.contains("arn:aws-us-gov:"))
            switch destination {
            case .cloudWatchLogs:
                #expect(text.contains("vpc-flow-logs.amazonaws.com") && text.contains("aws:SourceAccount"))
                #expect(text.contains("arn:aws-us-gov:ec2:eu-central-1:111122223333:vpc-flow-log/*"))
                #expect(!text.contains("ec2.amazonaws.com"))
            case .s3:
                #expect(text.contains("delivery.logs.amazonaws.com") && text.contains("aws:SourceArn"))
                #expect(text.contains("/AWSLogs/aws-account-id=111122223333/*"))
                #expect(text.contains("/AWSLogs/111122223333/*") && text.contains("projection.day.range"))
            case .firehose:
                #expect(text.contains("firehose.amazonaws.com") && text.contains("sts:ExternalId"))
                #expect(text.contains("kinesis-data-firehose"))
            }
        }
        #expect(fix.summary.contains("kept 731 days"))
    }

    @Test func acceptedTrafficIsJoinedByTheRestAndNothingIsDeleted() {
        let fix = fix(.rejectsNotRecorded, [.working("fl-1", on: "vpc-0a1", in: Self.account, traffic: "ACCEPT")])
        #expect(fix.commands.contains("--traffic-type REJECT"))
        #expect(fix.remarks.isEmpty)
        let inactive = self.fix(
            .notActive, [.working("fl-1", on: "vpc-0a1", in: Self.account, status: "INACTIVE")])
        #expect(inactive.commands.contains("--traffic-type ALL"))
        #expect(inactive.remarks.count == 1 && inactive.remarks[0].hasSuffix("--flow-log-ids fl-1"))
        #expect(!inactive.commands.contains("\naws ec2 delete"))
    }

    @Test func anAccessErrorIsMendedWhereItLies() {
        let role = fix(.deliveryFailed, [failing("Access error")])
        #expect(role.summary.contains("role logs") && !role.commands.contains("create-flow-logs"))
        #expect(role.commands.contains("--path /team/"))
        #expect(role.commands.contains("put-role-policy") && role.commands.contains("/aws/vpc/flow-logs/vpc-0a1"))
        #expect(!role.commands.contains("put-retention-policy"))
        #expect(role.terraform.contains("import {") && !role.terraform.contains("aws_flow_log"))
        #expect(role.cloudFormation.contains("AWS::IAM::RolePolicy"))

        let bucket = fix(
            .deliveryFailed,
            [failing("Access error") { ($0.logDestinationType, $0.logDestination) = ("s3", "arn:aws:s3:::b-1/x/y") }])
        #expect(
            bucket.commands.contains("get-bucket-policy --bucket b-1") && !bucket.commands.contains("create-bucket"))
        #expect(bucket.terraform.contains("override_policy_documents"))
        // What was there before the configuration outlives it.
        for text in [role.terraform, bucket.terraform] { #expect(text.contains("prevent_destroy = true")) }
        // A bucket that has a policy would take back the stack, with the fixes of the whole region.
        #expect(bucket.cloudFormation.isEmpty && !bucket.isTemplated && !role.isTemplated)

        let stream = fix(
            .deliveryFailed,
            [
                failing("Access error") {
                    $0.logDestinationType = "kinesis-data-firehose"
                    $0.logDestination = "arn:aws:firehose:eu-central-1:\(Self.account):deliverystream/s_1"
                }
            ])
        #expect(stream.commands.contains("LogDeliveryEnabled,Value=true") && stream.commands.contains("s_1"))
        #expect(stream.cloudFormation.isEmpty)
    }

    @Test func throttlingAsksForMoreAndAnUnknownErrorStartsAgain() {
        let throttled = fix(.deliveryFailed, [failing("Rate limited")])
        #expect(throttled.commands.contains("request-service-quota-increase"))
        #expect(throttled.terraform.contains("aws_servicequotas_service_quota") && throttled.cloudFormation.isEmpty)
        let unknown = fix(.deliveryFailed, [failing("Unknown error")])
        #expect(unknown.commands.contains("create-flow-logs") && unknown.remarks.count == 1)
        // Mended, it would still record accepted traffic only.
        let accepts = fix(.deliveryFailed, [failing("Access error") { $0.trafficType = "ACCEPT" }])
        #expect(accepts.commands.contains("create-flow-logs"))
        let both = fix(.deliveryFailed, [failing("Access error"), failing("Rate limited"), failing("Access error")])
        #expect(both.parts.count == 4 && both.summary.contains("quota"))
    }

    @Test func whatAWSSaysReachesNoTextUnlessItIsAName() {
        var generator = SeededGenerator(seed: 66)
        let hostile =
            HostileText.all + (0..<60).map { _ in HostileText.random(using: &generator) } + ["$(touch pwned)", "a'b"]
        let plain = fix(.noFlowLog).commands
        for text in hostile
        where text.unicodeScalars.contains(where: {
            !$0.isASCII || $0.value <= 0x20 || "<>$'\"`|".unicodeScalars.contains($0)
        }) {
            let logs = ["cloud-watch-logs", "s3", "kinesis-data-firehose", text].map { type in
                failing("Access error") {
                    $0.logDestinationType = type
                    $0.logGroupName = text
                    $0.logDestination =
                        type == "s3"
                        ? "arn:aws:s3:::\(text)" : "arn:aws:firehose:r:\(Self.account):deliverystream/\(text)"
                    $0.deliverLogsPermissionArn = "arn:aws:iam::\(Self.account):role/\(text)"
                    $0.flowLogId = text
                }
            }
            for log in logs {
                #expect(fix(.deliveryFailed, [log]).commands == plain, "\(text)")
            }
        }
    }

    @Test func namesNeverMeetAndAreNoLongerThanAWSTakesThem() {
        var seen: Set<String> = []
        let long = "vpc-" + String(repeating: "a", count: 60)
        let other = "vpc-" + String(repeating: "a", count: 59) + "b"
        for vpc in ["vpc-1", "vpc-2", "vpc-0123456789abcdef0", long, other] {
            for region in ["us-east-1", "ap-southeast-1", "us-gov-west-1"] {
                let place = FixPlace(vpc: vpc, account: Self.account, region: region, partition: "aws", flowLogs: [])
                for name in [place.role, place.streamRole, place.bucket] {
                    #expect(seen.insert(name).inserted, "\(name)")
                    #expect(name.utf8.count <= 63)
                }
                #expect(place.stream.utf8.count <= 64 && place.stream != place.role)
            }
        }
        let place = FixPlace(vpc: "vpc-1", account: Self.account, region: "us-east-1", partition: "aws", flowLogs: [])
        var log = FlowLog(flowLogId: "fl-1", resourceId: "vpc-1")
        log.logGroupName = place.logGroup
        var second = log
        (second.logGroupName, second.logDestination) = (nil, "arn:aws:s3:::\(place.bucket)/prefix/")
        let taken = FixPlace(
            vpc: "vpc-1", account: Self.account, region: "us-east-1", partition: "aws", flowLogs: [log, second])
        #expect(taken.logGroup == place.logGroup + "-2" && taken.bucket == place.bucket + "-2")
    }

    /// A role that is there would be left as it is, without rights to a group of another name.
    @Test func whatIsNumberedIsNumberedAltogether() {
        let place = FixPlace(vpc: "vpc-1", account: Self.account, region: "us-east-1", partition: "aws", flowLogs: [])
        let used: [(inout FlowLog) -> Void] = [
            { $0.logGroupName = place.logGroup },
            { $0.logDestination = "arn:aws:logs:us-east-1:\(Self.account):log-group:\(place.logGroup):*" },
            { $0.logDestination = "arn:aws:s3:::\(place.bucket)" },
            { $0.logDestination = "arn:aws:firehose:us-east-1:\(Self.account):deliverystream/\(place.stream)" },
            { $0.deliverLogsPermissionArn = "arn:aws:iam::\(Self.account):role/\(place.role)" },
        ]
        for use in used {
            var log = FlowLog(flowLogId: "fl-1", resourceId: "vpc-1")
            use(&log)
            let second = FixPlace(
                vpc: "vpc-1", account: Self.account, region: "us-east-1", partition: "aws", flowLogs: [log])
            for name in [\FixPlace.logGroup, \.role, \.streamRole, \.stream, \.bucket] {
                #expect(second[keyPath: name] == place[keyPath: name] + "-2")
            }
            #expect(second.database == place.database + "_2")
            #expect(second.policy("write") == "write-2" && place.policy("write") == "write")
        }
    }

    @Test func columnsStandInTheOrderOfTheFormat() {
        let names = AthenaTable.columns(of: FlowLog.defaultFormat + " ${region} ${day} ${tcp-flags}").map(\.name)
        #expect(
            names == [
                "version", "account_id", "interface_id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol",
                "packets", "bytes", "start", "end", "action", "log_status", "region", "log_day", "tcp_flags",
            ])
        let place = FixPlace(vpc: "vpc-1", account: Self.account, region: "us-east-1", partition: "aws", flowLogs: [])
        let table = AthenaTable(place: place, days: 90)
        #expect(table.columns.count == AthenaTable.format.split(separator: " ").count)
        #expect(Set(table.columns.map(\.name)).count == table.columns.count)
        #expect(!table.columns.contains { $0.name == AthenaTable.day.name })
        #expect(table.tree.oneLine.contains(#""projection.day.range":"NOW-90DAYS,NOW""#))
    }
}
