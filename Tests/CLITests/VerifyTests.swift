import Evidence
import Foundation
import Support
import Testing

/// `exhibit verify`, with the built program.
struct VerifyTests {
    @Test func theDemoHoldsAndTheProofSaysWhatItDoesNotProve() async throws {
        try await demo { package, folder in
            let before = try Binary.files(in: package.url)
            let outcome = try await Binary.run(["verify", "p"], in: folder)
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.errors.isEmpty)
            let lines = outcome.output.split(separator: "\n")
            for step in ["1. Files: ", "2. Signature: none.", "3. Record: ", "4. Verdicts: ", "5. Reports: "] {
                #expect(lines.contains { $0.hasPrefix(step) }, "\(outcome.output)")
            }
            let digest = try #require(package.text("findings.json").firstMatch(of: /"digest": "([^"]+)"/))
            #expect(outcome.output.contains(digest.1))
            #expect(outcome.output.contains("\nHOLDS: "))
            #expect(outcome.output.contains("consistent; its origin is unproven"))
            #expect(outcome.output.contains("evidence of no account"))
            #expect(try Binary.files(in: package.url) == before)
        }
    }

    @Test func aPackageOfEachKindHolds() async throws {
        for arguments in [["--format", "csv"], ["--policy", "cis", "-R"], ["--include-default-vpcs"]] {
            try await demo(arguments) { _, folder in
                let outcome = try await Binary.run(["verify", "p"], in: folder)
                #expect(outcome.status == 0, "\(outcome.output)")
            }
        }
    }

    @Test func aPackageThatWasRenderedAgainHolds() async throws {
        try await demo { _, folder in
            _ = try await Binary.run(["report", "p", "--policy", "cis", "--output", "q"], in: folder)
            let outcome = try await Binary.run(["verify", "q"], in: folder)
            #expect(outcome.status == 0, "\(outcome.output)")
        }
    }

    @Test func quietSaysNothingOfWhatHoldsAndOnlyTheDifferencesOfWhatDoesNot() async throws {
        try await demo { package, folder in
            let good = try await Binary.run(["verify", "p", "--quiet"], in: folder)
            #expect(good.status == 0 && good.output.isEmpty && good.errors.isEmpty)
            try package.edit("vpcs.csv", ",fail,", ",pass,")
            let bad = try await Binary.run(["verify", "p", "-q"], in: folder)
            #expect(bad.status == 4 && bad.output.isEmpty)
            #expect(bad.errors.contains("exhibit: vpcs.csv was altered"))
        }
    }

    @Test(arguments: [["verify"], ["verify", "p", "--signer", "a"], ["verify", "p", "--allowed-signers", "a"]])
    func usage(arguments: [String]) async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Binary.run(arguments, in: folder)
            #expect(outcome.status == 64)
        }
    }

    @Test func whatIsNoPackageCannotBeProven() async throws {
        try await TemporaryFolder.with { folder in
            try Data("x".utf8).write(to: folder.appendingPathComponent("file"))
            for (path, says) in [
                (".", "is not an Exhibit package"), ("nowhere", "there is no folder nowhere"),
                ("file", "file is not a folder"),
            ] {
                let outcome = try await Binary.run(["verify", path], in: folder)
                #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.output)")
                #expect(outcome.errors.contains(says), "\(outcome.errors)")
            }
        }
    }

    @Test(.enabled(if: getuid() != 0, "the superuser may read everything"))
    func whatTheSystemRefusesToReadIsNotCalledAltered() async throws {
        try await demo { package, folder in
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: package.path("vpcs.csv"))
            let outcome = try await Binary.run(["verify", "p"], in: folder)
            #expect(outcome.status == 2, "\(outcome.output)")
            #expect(outcome.errors.contains("Permission denied"))
        }
    }

    @Test func whatASignerMustHaveSignedIsSigned() async throws {
        try await demo { _, folder in
            try Data().write(to: folder.appendingPathComponent("signers"))
            let outcome = try await Binary.run(
                ["verify", "p", "--allowed-signers", "signers", "--signer", "audit@example.com"], in: folder)
            #expect(outcome.status == 4, "\(outcome.output)")
            #expect(outcome.output.contains("is missing"))
            #expect(outcome.output.contains("ORIGIN NOT PROVEN: Signature. The contents hold"))
            #expect(!outcome.output.contains("altered or damaged"))
        }
    }

    /// What lies beside the manifest over everything cannot be listed in it, and is said not to be looked into.
    @Test func aTimeStampBesideTheManifestIsTold() async throws {
        try await demo { package, folder in
            try package.write("stamp", to: "tagmanifest-sha256.txt.tsr")
            let outcome = try await Binary.run(["verify", "p"], in: folder)
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.output.contains("not looked into: tagmanifest-sha256.txt.tsr"))
        }
    }

    /// Another version may render otherwise; what it concluded must still follow.
    @Test func aPackageOfAnotherVersionHoldsWithoutComparingItsReports() async throws {
        try await demo { package, folder in
            try package.claimVersion("9.9.9")
            try package.edit("report.md", "FAIL", "Fail")
            try package.reseal()
            let outcome = try await Binary.run(["verify", "p"], in: folder)
            #expect(outcome.status == 3, "\(outcome.output)")
            #expect(outcome.output.contains("rendering not compared (made by 9.9.9, "))
            #expect(outcome.output.contains("what the other reports say is not"))
            #expect(outcome.output.contains("HOLDS, BUT NOT ALL OF IT IS PROVEN: "))
            let quiet = try await Binary.run(["verify", "-q", "p"], in: folder)
            #expect(quiet.status == 3 && quiet.output.isEmpty)
            #expect(quiet.errors.contains("p: not proven: report.html, report.sarif,"), "\(quiet.errors)")
            #expect(quiet.errors.contains("made by another version (9.9.9, this is "))
        }
    }

    @Test(arguments: [
        ("\"verdict\": \"fail\"", "\"verdict\": \"pass\"", "says pass (delivery-failed)"),
        ("\"notAssessed\": ", "\"notAssessed\": 1", "says not-assessed 1"),
        ("\"code\": \"UnauthorizedOperation\"", "\"code\": \"Throttling\"", "has the gap"),
        ("\"status\": \"unreadable\"", "\"status\": \"read\"", "the answers say"),
        ("\"digest\": \"sha256:", "\"digest\": \"sha256:0", "has the digest"),
        ("\"vpcId\": \"vpc-0", "\"vpcId\": \"vpc-9", "places it elsewhere"),
        ("\"partition\": \"aws\"", "\"partition\": \"aws-cn\"", "another scope"),
        ("  \"digest\"", "  \"digest\": \"sha256:0\",\n  \"digest\"", "is not as Exhibit writes it"),
        ("\"region\": ", "\"region\": 1, \"r\": ", "cannot be read"),
    ])
    func whatAnotherVersionConcludedMustFollow(old: String, new: String, says: String) async throws {
        try await demo { package, folder in
            try package.claimVersion("9.9.9")
            try package.edit("findings.json", old, new)
            try package.reseal()
            let outcome = try await Binary.run(["verify", "p"], in: folder)
            #expect(outcome.status == 4, "\(outcome.output)")
            #expect(outcome.output.contains(says), "\(outcome.output)")
            #expect(outcome.output.contains("version 9.9.9 may have judged otherwise"))
        }
    }

    /// Whoever rebuilds everything from altered answers makes a package that holds: only a signature tells.
    @Test func whatIsRebuiltFromAlteredAnswersHoldsAndItsOriginIsUnproven() async throws {
        try await rebuilt { folder in
            let outcome = try await Binary.run(["verify", "forged"], in: folder)
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.output.contains("its origin is unproven"))
            #expect(outcome.output.contains("whoever can rewrite all of it can forge all of it"))
            let signed = try await Binary.run(
                ["verify", "forged", "--allowed-signers", "signers", "--signer", "audit@example.com"], in: folder)
            #expect(signed.status == 4, "\(signed.output)")
        }
    }

    @Test
    func theSignatureOfTheTruePackageDoesNotFitTheRebuiltOne() async throws {
        try await rebuilt { folder in
            let keygen = try #require(Program.named("ssh-keygen"))
            let key = folder.appendingPathComponent("key").path
            _ = try await keygen.run(["-q", "-t", "ed25519", "-N", "", "-C", "audit", "-f", key])
            let mine = try String(contentsOfFile: key + ".pub", encoding: .utf8)
            try Data("audit@example.com namespaces=\"exhibit\" \(mine)".utf8)
                .write(to: folder.appendingPathComponent("signers"))
            let options = ["--allowed-signers", "signers", "--signer", "audit@example.com"]
            let signed = try await Binary.run(["sign", "p", "--key", key], in: folder)
            #expect(signed.status == 0, "\(signed.errors)")
            #expect(try await Binary.run(["verify", "p"] + options, in: folder).status == 0)
            let signature = "tagmanifest-sha256.txt.sig"
            try FileManager.default.copyItem(
                at: folder.appendingPathComponent("p/\(signature)"),
                to: folder.appendingPathComponent("forged/\(signature)"))
            #expect(try await Binary.run(["verify", "forged"] + options, in: folder).status == 4)
            #expect(try await Binary.run(["verify", "forged"], in: folder).status == 4)
        }
    }

    /// The true package `p`, and `forged`, made of answers in which a flow log delivers that does not.
    private func rebuilt(_ body: (URL) async throws -> Void) async throws {
        try await demo { package, folder in
            let copy = PackageFolder(folder.appendingPathComponent("altered"))
            try FileManager.default.copyItem(at: package.url, to: copy.url)
            try copy.replaceBody(copy.body(of: "DescribeFlowLogs", in: "eu-central-1")) {
                $0.replacingOccurrences(of: ">FAILED<", with: ">SUCCESS<")
            }
            try copy.reseal()
            _ = try await Binary.run(["report", "altered", "--output", "forged"], in: folder)
            let (mine, theirs) = (try package.text("findings.json"), try copy.text("../forged/findings.json"))
            #expect(mine.contains("delivery-failed") && mine != theirs)
            try Data().write(to: folder.appendingPathComponent("signers"))
            try await body(folder)
        }
    }

    private func demo(
        _ arguments: [String] = [], _ body: (PackageFolder, URL) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "--output", "p"] + arguments, in: folder)
            try await body(PackageFolder(folder.appendingPathComponent("p")), folder)
        }
    }
}
