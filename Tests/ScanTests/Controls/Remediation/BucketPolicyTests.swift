import Evidence
import Foundation
import Support
import Testing

@testable import Scan

/// The policy of a bucket that is somebody's own: added to, never replaced, and left alone where it cannot be read.
@Suite(
    .enabled(
        if: Program.named("jq") != nil && Program.named("bash") != nil, "needs jq and bash: make test installs them"))
struct BucketPolicyTests {
    /// Stands for the AWS CLI: keeps one policy in a file.
    private static let aws = """
        #!/usr/bin/env bash
        case "$2" in
        get-bucket-policy)
          if [ -e denied ]; then echo 'An error occurred (AccessDenied) when calling it' >&2; exit 254; fi
          if [ ! -e policy ]; then echo 'An error occurred (NoSuchBucketPolicy)' >&2; exit 254; fi
          cat policy ;;
        put-bucket-policy) printf '%s' "${@: -1}" >policy ;;
        esac
        """

    private static let place = FixPlace(
        vpc: "vpc-1", account: "111122223333", region: "us-east-1", partition: "aws", flowLogs: [])

    /// What the commands leave as the policy's Sids; nil where there is none.
    private func sids(after policy: String?, isDenied: Bool = false, times: Int = 1) async throws -> [String]? {
        try await TemporaryFolder.with { folder in
            func write(_ name: String, _ text: String, _ permissions: Int = 0o644) throws {
                let path = folder.appendingPathComponent(name).path
                #expect(
                    FileManager.default.createFile(
                        atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: permissions]))
            }
            try write("aws", Self.aws, 0o755)
            if let policy { try write("policy", policy) }
            if isDenied { try write("denied", "") }
            var bash = try #require(Program.named("bash"))
            bash.folder = folder
            bash.environment = ["PATH": "\(folder.path):/usr/local/bin:/usr/bin:/bin"]
            let commands = FixPart.adding(.logDelivery(to: "b", of: Self.place), to: "b")
            for _ in 0..<times {
                // As it is pasted, where an error does not end it, and as the script runs it.
                for arguments in [["-c", commands], ["-e", "-c", commands]] {
                    let outcome = try await bash.run(arguments)
                    #expect((outcome.status == 0) == !isDenied, "\(outcome.errors)")
                    for words in ["(AccessDenied) when calling it", "for the owner of the bucket b", Self.ours[0]] {
                        #expect(outcome.errors.contains(words) == isDenied, "\(outcome.errors)")
                    }
                }
            }
            let url = folder.appendingPathComponent("policy")
            guard FileManager.default.fileExists(atPath: url.path) else { return nil }
            let json = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
            let statements = json?["Statement"] as? [[String: Any]]
            return statements?.map { $0["Sid"] as? String ?? "" } ?? ["not a list"]
        }
    }

    private static let ours = ["AWSLogDeliveryWrite111122223333", "AWSLogDeliveryAclCheck111122223333"]

    @Test func whatIsThereStays() async throws {
        #expect(try await sids(after: nil) == Self.ours)
        #expect(
            try await sids(after: #"{"Statement":[{"Sid":"Theirs"},{"Effect":"Deny"}]}"#) == ["Theirs", ""] + Self.ours)
        #expect(try await sids(after: #"{"Version":"2012-10-17","Statement":{"Sid":"One"}}"#) == ["One"] + Self.ours)
        let old = #"{"Statement":[{"Sid":"AWSLogDeliveryWrite111122223333"},{"Sid":"Theirs"}]}"#
        #expect(try await sids(after: old, times: 2) == ["Theirs"] + Self.ours)
    }

    /// The bucket of another account: AWS's answer and the statements are told, the other VPCs are fixed, and the
    /// script ends badly.
    @Test func whatIsTheOwnersDoesNotEndTheScript() async throws {
        var log = FlowLog.failing("fl-1", on: "vpc-1", "Access error")
        (log.logDestinationType, log.logDestination) = ("s3", "arn:aws:s3:::b/x/")
        let fix = FlowLogFix(of: Self.place, reason: .deliveryFailed, flowLogs: [log], settings: FixSettings())
        let output = MemoryOutput()
        let script = FixScript(account: "111122223333", region: "us-east-1", heading: ["x"])
        try script.begin(output)
        for _ in 1...2 { try script.write(fix, of: "vpc", to: output) }
        try output.write("say reached\n")
        try script.end(output)
        try await TemporaryFolder.with { folder in
            let aws = """
                #!/usr/bin/env bash
                if [ "$1" = sts ]; then echo 111122223333; exit 0; fi
                echo 'An error occurred (AccessDenied) when calling it' >&2
                exit 254
                """
            #expect(
                FileManager.default.createFile(
                    atPath: folder.appendingPathComponent("aws").path, contents: Data(aws.utf8),
                    attributes: [.posixPermissions: 0o755]))
            var bash = try #require(Program.named("bash"))
            bash.environment = ["PATH": "\(folder.path):/usr/local/bin:/usr/bin:/bin"]
            let outcome = try await bash.run(["-c", output.text, "fixes"])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("\nreached\n") && outcome.errors.contains("Not everything could be done"))
            #expect(outcome.errors.components(separatedBy: "(AccessDenied) when calling it").count == 3)
            #expect(outcome.errors.contains(Self.ours[1]))
        }
    }

    @Test func whatCannotBeReadIsLeftAlone() async throws {
        #expect(try await sids(after: #"{"Statement":[{"Sid":"Theirs"}]}"#, isDenied: true) == ["Theirs"])
        #expect(try await sids(after: nil, isDenied: true) == nil)
    }
}
