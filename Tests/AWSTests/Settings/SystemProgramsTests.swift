import Foundation
import AWS
import Support
import Testing

@Suite(.timeLimit(.minutes(5))) struct SystemProgramsTests {
    /// Runs a shell script that lies in a folder of its own.
    private func run(
        _ script: String, _ arguments: [String] = [], timeLimit: Duration = .seconds(20)
    ) async throws -> Result<ProgramOutcome, SettingError> {
        try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("my program")
            try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
            do throws(SettingError) {
                return .success(try await SystemPrograms(timeLimit: timeLimit).run(file.path, arguments))
            } catch {
                return .failure(error)
            }
        }
    }

    @Test func argumentsArriveAsTheyAre() async throws {
        let arguments = ["", "a b", "$HOME", "*", "; exit 3", "'q'", "\\"]
        let outcome = try await run("for a; do printf '%s\\n' \"$a\"; done", arguments).get()
        #expect(outcome.status == 0)
        #expect(String(decoding: outcome.output, as: UTF8.self) == arguments.map { $0 + "\n" }.joined())
    }

    @Test func aNameIsLookedForInThePath() async throws {
        let outcome = try await SystemPrograms().run("echo", ["x"])
        #expect(outcome.output == Array("x\n".utf8))
    }

    @Test func statusAndSignalAreTold() async throws {
        #expect(try await run("exit 7").get().status == 7)
        #expect(try await run("kill -9 $$").get().status == 137)
    }

    @Test func nothingIsToBeRead() async throws {
        #expect(try await run("cat; echo end").get().output == Array("end\n".utf8))
    }

    @Test func tooMuchOutputIsRefused() async throws {
        let most = try await run("head -c 65536 /dev/zero").get()
        #expect(most.output.count == 65536)
        let failure = try #require(try await run("head -c 65537 /dev/zero; echo s3cr3t").failure)
        #expect(failure.problem == "printed more than 65536 bytes")
        #expect(try await run("yes s3cr3t").failure?.problem == "printed more than 65536 bytes")
    }

    @Test func whatTakesTooLongIsEndedWithAllThatItStarted() async throws {
        try await TemporaryFolder.with { folder in
            let alive = folder.appendingPathComponent("alive").path
            let script = "(while :; do echo x >> \(alive); sleep 0.02; done) & trap '' TERM; wait"
            let failure = try await run(script, timeLimit: .milliseconds(300)).failure
            #expect(failure?.problem.hasPrefix("did not end within") == true)
            try await Task.sleep(for: .milliseconds(200))
            let before = try Data(contentsOf: URL(filePath: alive)).count
            try await Task.sleep(for: .milliseconds(200))
            #expect(try Data(contentsOf: URL(filePath: alive)).count == before)
        }
    }

    @Test(arguments: ["no-such-program-here", "/no/such/program", "/etc/passwd", "/tmp", ""])
    func whatCannotBeRunSaysSo(_ program: String) async throws {
        let thrown = await #expect(throws: SettingError.self) { try await SystemPrograms().run(program, ["s3cr3t"]) }
        let failure = try #require(thrown)
        #expect(failure.setting == "the program \(program)")
        #expect(!"\(failure)".contains("s3cr3t"))
    }

    @Test func aStoppedScanStopsIt() async throws {
        let task = Task {
            do throws(SettingError) {
                _ = try await SystemPrograms().run("sleep", ["30"])
                return ""
            } catch {
                return error.problem
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        #expect(await task.value == "was stopped with the scan")
    }
}

extension Result {
    fileprivate var failure: Failure? {
        switch self {
        case .success: nil
        case .failure(let failure): failure
        }
    }
}
