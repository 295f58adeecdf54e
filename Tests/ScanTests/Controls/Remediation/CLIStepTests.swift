import Evidence
import Foundation
import Support
import Testing

@testable import Scan

/// What the commands do to a role and a quota that are there, before something that plays the AWS CLI.
@Suite(
    .enabled(
        if: Program.named("jq") != nil && Program.named("bash") != nil, "needs jq and bash: make test installs them"))
struct CLIStepTests {
    /// Keeps the trust, the applied quota and the open request in files; a quota that is not there is none that AWS
    /// knows.
    private static let aws = """
        #!/usr/bin/env bash
        unknown() { echo 'An error occurred (NoSuchResourceException) when calling it' >&2; exit 254; }
        case "$2 $*" in
        get-role\\ *AssumeRolePolicyDocument*) cat trust ;;
        update-assume-role-policy\\ *) printf '%s' "${@: -1}" >trust; echo x >>updates ;;
        get-aws-default-service-quota\\ *) echo 5000.0 ;;
        get-service-quota\\ *) if [ -e now ]; then cat now; else unknown; fi ;;
        list-requested*) if [ -e asked ]; then cat asked; else unknown; fi ;;
        request-service-quota-increase\\ *) printf '%s' "${@: -1}" >>wanted ;;
        *) echo there ;;
        esac
        """

    private static let account = "111122223333"
    private static let place = FixPlace(
        vpc: "vpc-1", account: account, region: "us-east-1", partition: "aws", flowLogs: [])

    private static func fix(_ cause: String) -> FlowLogFix {
        var log = FlowLog.failing("fl-1", on: "vpc-1", cause)
        log.deliverLogsPermissionArn = "arn:aws:iam::\(account):role/logs"
        return FlowLogFix(of: place, reason: .deliveryFailed, flowLogs: [log], settings: FixSettings())
    }

    /// The files after the commands were run twice; they end well.
    private func files(after fix: FlowLogFix, given: [String: String]) async throws -> [String: String] {
        try await TemporaryFolder.with { folder in
            for (name, text) in given {
                try Data(text.utf8).write(to: folder.appendingPathComponent(name))
            }
            var bash = try #require(Program.named("bash"))
            bash.folder = folder
            bash.environment = ["PATH": "\(folder.path):/usr/local/bin:/usr/bin:/bin", "AWS": Self.aws]
            // Not written here: while another test starts a program, that one holds the file too, and it is busy.
            #expect(try await bash.run(["-c", #"printf %s "$AWS" > aws && chmod 755 aws"#]).status == 0)
            for _ in 1...2 {
                let outcome = try await bash.run(["-e", "-c", fix.commands])
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            return try Dictionary(
                uniqueKeysWithValues: FileManager.default.contentsOfDirectory(atPath: folder.path).map {
                    ($0, try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
                })
        }
    }

    /// The trust's Sids, and how often it was changed.
    private func sids(after trust: String) async throws -> (sids: [String], changes: Int) {
        let files = try await files(after: Self.fix("Access error"), given: ["trust": trust])
        let json = try JSONSerialization.jsonObject(with: Data(files["trust", default: ""].utf8)) as? [String: Any]
        let statements = (json?["Statement"] as? [[String: Any]]) ?? [(json?["Statement"] as? [String: Any]) ?? [:]]
        return (statements.map { $0["Sid"] as? String ?? "" }, files["updates", default: ""].count { $0 == "x" })
    }

    private static func statement(_ sid: String, service: String, condition: String = "{}") -> String {
        #"{"Sid":"\#(sid)","Effect":"Allow","Principal":{"Service":\#(service)},"Action":"sts:AssumeRole","Condition":\#(condition)}"#
    }

    @Test func aTrustIsJoinedAndNothingOfItIsLost() async throws {
        let other = Self.statement("Theirs", service: #""ec2.amazonaws.com""#)
        for trust in [#"{"Statement":\#(other)}"#, #"{"Version":"2012-10-17","Statement":[\#(other)]}"#] {
            let joined = try await sids(after: trust)
            #expect(joined.sids == ["Theirs", "FlowLogs"] && joined.changes == 1)
        }
    }

    @Test func aTrustThatWillDoStays() async throws {
        let service = #"["ec2.amazonaws.com","vpc-flow-logs.amazonaws.com"]"#
        let arn = "arn:aws:ec2:*:\(Self.account):vpc-flow-log/*"
        for condition in [
            "{}", #"{"StringEquals":{"aws:SourceAccount":["999999999999","\#(Self.account)"]}}"#,
            #"{"ArnLike":{"AWS:SourceArn":"\#(arn)"},"StringNotEquals":{"aws:SourceAccount":"999999999999"}}"#,
        ] {
            let statement = Self.statement("Mine", service: service, condition: condition)
            for trust in [#"{"Statement":\#(statement)}"#, #"{"Statement":[\#(statement)]}"#] {
                let kept = try await sids(after: trust)
                #expect(kept.sids == ["Mine"] && kept.changes == 0, "\(condition)")
            }
        }
    }

    @Test func aTrustForAnotherAccountIsNone() async throws {
        for condition in [
            #"{"StringEquals":{"aws:SourceAccount":"999999999999"}}"#,
            #"{"ArnLike":{"aws:SourceArn":["arn:aws:ec2:*:999999999999:vpc-flow-log/*"]}}"#,
        ] {
            for (sid, sids) in [("Old", ["Old", "FlowLogs"]), ("FlowLogs", ["FlowLogs"])] {
                let statement = Self.statement(
                    sid, service: #""vpc-flow-logs.amazonaws.com""#, condition: condition)
                let mended = try await self.sids(after: #"{"Statement":\#(statement)}"#)
                #expect(mended.sids == sids && mended.changes == 1)
            }
        }
    }

    /// Twice AWS's own, whatever was asked for before, and never twice what was raised.
    @Test func aQuotaIsRaisedOnce() async throws {
        let throttled = Self.fix("Rate limited")
        #expect(try await files(after: throttled, given: ["asked": "None", "now": "5000.0"])["wanted"] == "1000010000")
        #expect(try await files(after: throttled, given: [:])["wanted"] == "1000010000")
        #expect(try await files(after: throttled, given: ["now": "10000.0"])["wanted"] == nil)
        #expect(try await files(after: throttled, given: ["asked": "id-1", "now": "5000.0"])["wanted"] == nil)
    }

    /// Several VPCs of a region share one quota: their script asks once.
    @Test func whatIsSharedIsDoneOnce() {
        let throttled = Self.fix("Rate limited")
        #expect(throttled.steps().count == 1 && throttled.steps(without: ["quota us-east-1"]).isEmpty)
        #expect(throttled.steps(without: ["quota eu-west-1"]).count == 1)
    }
}
