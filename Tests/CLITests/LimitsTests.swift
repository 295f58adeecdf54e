import Foundation
import Scan
import Support
import Testing

/// What the system does not give: open files, memory, somebody who listens. The built program says so in a sentence,
/// its exit status is right, and an earlier package is as it was.
struct LimitsTests {
    private static let regions = [
        "us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1",
        "eu-north-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "ap-northeast-2",
        "ap-northeast-3", "ca-central-1", "sa-east-1",
    ]

    /// Seventeen regions, each asked two things at once.
    @Test func sixtyFourOpenFilesAreEnough() async throws {
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(SampleEstateOf.regions(Self.regions), delay: .milliseconds(100)) { server in
                let outcome = try await Shell.run(
                    "ulimit -n 64; exec \"$0\" scan -q --endpoint-url \(server.url) -o p", in: folder,
                    environment: Binary.keys)
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.errors.isEmpty, "\(outcome.errors)")
                #expect(try WholePackage.complaint(folder.appendingPathComponent("p")) == nil)
            }
        }
    }

    @Test func tooFewOpenFilesLeaveTheOldPackage() async throws {
        try await TemporaryFolder.with { folder in
            #expect(try await Binary.run(["demo", "-q", "--exit-zero", "-o", "p"], in: folder).status == 0)
            let before = try Binary.files(in: folder.appendingPathComponent("p"))
            try await SampleServer.serving(SampleEstateOf.regions(Self.regions), delay: .milliseconds(100)) { server in
                let outcome = try await Shell.run(
                    "ulimit -n 20; exec \"$0\" scan -q --endpoint-url \(server.url) -o p --replace", in: folder,
                    environment: Binary.keys)
                #expect(outcome.status == 2, "\(outcome.output)")
                #expect(outcome.errors.contains("Too many open files"), "\(outcome.errors)")
                #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
            }
            #expect(try Binary.files(in: folder.appendingPathComponent("p")) == before)
            // What could not be taken away for want of a descriptor goes with the next run.
            #expect(try await Binary.run(["demo", "-q", "--exit-zero", "-o", "q"], in: folder).status == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["p", "q"])
        }
    }

    /// Memory that ends may end the process, or leave the runtime waiting for a thread that it cannot have; never
    /// does it end a package.
    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/statm"), "needs limits that Linux keeps"),
        .enabled(if: Sanitizer.isAbsent, "a sanitizer takes terabytes of addresses")
    )
    func tooLittleMemoryLeavesTheOldPackage() async throws {
        try await TemporaryFolder.with { folder in
            #expect(try await Binary.run(["demo", "-q", "--exit-zero", "-o", "p"], in: folder).status == 0)
            let before = try Binary.files(in: folder.appendingPathComponent("p"))
            for megabytes in [120, 200, 280, 360] {
                let outcome = try await Shell.run(
                    """
                    ulimit -c 0; ulimit -v \(megabytes * 1024)
                    exec timeout -s KILL 15 "$0" demo -q -o p --replace --vpcs 500
                    """, in: folder, environment: ["SWIFT_BACKTRACE": "enable=no"])
                let after = try Binary.files(in: folder.appendingPathComponent("p"))
                if outcome.status == 5 || outcome.status == 1 {
                    #expect(try WholePackage.complaint(folder.appendingPathComponent("p")) == nil)
                    break
                }
                #expect(after == before, "\(megabytes) MB")
            }
        }
    }

    /// What was found stands, whether or not somebody listens; what is only said has to be heard.
    @Test(arguments: ["| true", "> /dev/full", ">&-", "2>&-", "<&- >&- 2>&-", "> /dev/null 2> /dev/full"])
    func everyCommandWhoeverListens(_ redirection: String) async throws {
        let isHeard = !redirection.hasPrefix("| true") && !redirection.contains(">&-") && redirection != "> /dev/full"
        let told = isHeard || redirection == "2>&-" ? "0" : "2"
        try await TemporaryFolder.with { folder in
            let outcome = try await Shell.run(
                """
                set -o pipefail
                "$0" demo -q -o p; ssh-keygen -q -t ed25519 -N '' -f key || exit 90
                "$0" report p -o r \(redirection); echo "report $?"
                "$0" sign p --key key \(redirection); echo "sign $?"
                "$0" verify p \(redirection); echo "verify $?"
                "$0" diff p r --output changes \(redirection); echo "diff --output $?"
                "$0" verify nowhere \(redirection); echo "verify nowhere $?"
                for package in p r; do
                  (cd $package && sha256sum --strict --quiet -c tagmanifest-sha256.txt manifest-sha256.txt) || exit 91
                done
                "$0" diff p r \(redirection == "| true" ? ">&-" : redirection); echo "diff $?"
                "$0" controls \(redirection == "| true" ? ">&-" : redirection); echo "controls $?"
                """, in: folder)
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
            let statuses = outcome.output.split(separator: "\n").filter { $0.contains(/^[a-z -]+ [0-9]+$/) }
            #expect(
                statuses == [
                    "report 5", "sign 0", "verify 0", "diff --output 0", "verify nowhere 2", "diff \(told)",
                    "controls \(told)",
                ])
            for line in outcome.errors.split(separator: "\n") { #expect(line.hasPrefix("exhibit: "), "\(line)") }
        }
    }

    /// The next file that is opened would be stdout or stderr, and what is said would land in the package.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd"), "needs /proc"))
    func aClosedStreamIsNoFileOfThePackage() async throws {
        try await TemporaryFolder.with { folder in
            try await StubServer.serving({ _ in .hang }) { server in
                let command = "exec \"$0\" scan --timeout 1 --endpoint-url \(server.url) -o p <&- >&- 2>&-"
                let outcome = try await Shell.run(command, in: folder, environment: Binary.keys) { process in
                    while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
                    for stream in 0...2 {
                        let link = try FileManager.default.destinationOfSymbolicLink(
                            atPath: "/proc/\(process)/fd/\(stream)")
                        #expect(link == "/dev/null")
                    }
                }
                #expect(outcome.status == 2)
            }
        }
    }

    /// root may write everywhere, and becomes somebody else for this.
    @Test(.enabled("needs to be, or to become, a user with few rights", { try await Shell.asNobody() != nil }))
    func whatMayNotBeWrittenStaysAsItWas() async throws {
        let prefix = try #require(try await Shell.asNobody())
        try await TemporaryFolder.with { folder in
            #expect(try await Binary.run(["demo", "-q", "--exit-zero", "-o", "p"], in: folder).status == 0)
            let outcome = try await Shell.run(
                """
                ssh-keygen -q -t ed25519 -N '' -f key && chmod 644 key && chmod -R a+rX,a-w . || exit 90
                \(prefix) "$0" demo -q -o p --replace; echo "demo $?"
                \(prefix) "$0" report p -q -o r; echo "report $?"
                \(prefix) "$0" sign p --key key; echo "sign $?"
                \(prefix) "$0" diff p p --output changes; echo "diff $?"
                \(prefix) "$0" verify -q p; echo "verify $?"
                chmod -R u+w .
                """, in: folder)
            #expect(outcome.output == "demo 2\nreport 2\nsign 2\ndiff 2\nverify 0\n", "\(outcome.errors)")
            let lines = outcome.errors.split(separator: "\n")
            #expect(lines.count == 4 && lines.allSatisfy { $0.hasPrefix("exhibit: ") }, "\(outcome.errors)")
            #expect(try WholePackage.complaint(folder.appendingPathComponent("p")) == nil)
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("r").path))
        }
    }
}
