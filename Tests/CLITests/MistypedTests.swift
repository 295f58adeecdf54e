import Foundation
import Support
import Testing

/// Mistakes that somebody makes who uses the program for the first time.
struct MistypedTests {
    @Test(arguments: [
        (["scna"], "did you mean 'scan'?"), (["help", "scna"], "did you mean 'scan'?"),
        (["exceptions", "chek"], "did you mean 'exceptions check'?"), (["version"], "did you mean --version?"),
        (["--region", "eu-central-1", "scan"], "options follow the command: exhibit scan --region eu-central-1"),
        (["scan", "--region", "all"], "leave --region out to read every enabled region"),
        (["report", "p", "p2"], "did you mean --output p2?"),
    ])
    func aCommandThatIsNotUnderstoodSaysWhatWasMeant(arguments: [String], says: String) async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Binary.run(arguments, in: folder)
            #expect(outcome.status == 64 && outcome.errors.contains(says), "\(outcome.errors)")
        }
    }

    @Test func aPackageThatIsNotNamedRightIsFound() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-q", "-o", "p"], in: folder)
            try Data("PK".utf8).write(to: folder.appendingPathComponent("x.zip"))
            for (path, says) in [("x.zip", "is an archive; unpack it"), ("p/report.html", "name its folder, ")] {
                let outcome = try await Binary.run(["verify", path], in: folder)
                #expect(outcome.status == 2 && outcome.errors.contains(says), "\(outcome.errors)")
            }
        }
    }

    @Test func whatWouldSpoilAPackageIsRefused() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-q", "-o", "p"], in: folder)
            for command in [
                ["demo", "-o", "p/x"], ["report", "p", "-o", "p/data/x"], ["diff", "p", "p", "-o", "p/x"],
            ] {
                let outcome = try await Binary.run(command, in: folder)
                #expect(
                    outcome.status == 64 && outcome.errors.contains("would change the package"), "\(outcome.errors)")
            }
            #expect(try await Binary.run(["verify", "-q", "p"], in: folder).status == 0)
            let proc = try await Binary.run(["demo", "-o", "/proc/x"], in: folder)
            #expect(proc.status == 2 && !proc.errors.contains("too many"), "\(proc.errors)")
        }
    }

    @Test func noFileOfExceptionsIsNoMistake() async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Binary.run(["exceptions", "check"], in: folder)
            #expect(outcome.status == 0 && outcome.output.contains("There is no exhibit.yml"), "\(outcome.errors)")
        }
    }
}
