import Foundation
import Support
import Testing

/// Where a package cannot go, and disks that end too early: the built program says so in a sentence, and
/// whatever lay there is as it was.
struct PlacesTests {
    @Test(arguments: [
        ("file", "file is not a folder; choose another path"), ("file/p", "file is not a folder"),
        ("dangling", "dangling is a link; name the folder that is meant"),
        ("photos", "photos is not replaced: it is no Exhibit package (bagit.txt is missing)"),
        ("/", "/ cannot be replaced"), (".", "is, or is around, the folder you are in"),
    ]) func whatIsNoPackageIsNotReplaced(_ place: String, says: String) async throws {
        try await TemporaryFolder.with { folder in
            try Data("x".utf8).write(to: folder.appendingPathComponent("file"))
            let photos = folder.appendingPathComponent("photos")
            try FileManager.default.createDirectory(at: photos, withIntermediateDirectories: true)
            try Data("meow".utf8).write(to: photos.appendingPathComponent("cat.jpg"))
            try FileManager.default.createSymbolicLink(
                atPath: folder.appendingPathComponent("dangling").path, withDestinationPath: "nowhere")
            let outcome = try await Binary.run(["demo", "-o", place, "--replace"], in: folder)
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains(says), "\(outcome.errors)")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(names) == ["file", "photos", "dangling"])
            #expect(try Binary.files(in: photos) == ["cat.jpg": Data("meow".utf8)])
        }
    }

    @Test func runsOfTheSameMomentAreAllWhole() async throws {
        try await TemporaryFolder.with { folder in
            try await withThrowingTaskGroup(of: Program.Outcome.self) { group in
                for _ in 0..<4 { group.addTask { try await Binary.run(["demo", "-q"], in: folder) } }
                for try await outcome in group { #expect(outcome.status == 5, "\(outcome.errors)") }
            }
            let out = folder.appendingPathComponent("out")
            let packages = try FileManager.default.contentsOfDirectory(atPath: out.path).filter { $0 != "latest" }
            #expect(packages.count == 4)
            for name in packages { #expect(try WholePackage.complaint(out.appendingPathComponent(name)) == nil) }
            #expect(try WholePackage.complaint(out.appendingPathComponent("latest")) == nil)
        }
    }

    /// Beyond a limit of the shell the system would end the process; it is to be a write that fails.
    @Test(
        .disabled(if: Sanitizer.isThread, "the thread sanitizer maps a file of its own, which may not grow either"),
        arguments: [1, 8, 64]) func aFileThatMayNotGrow(kilobytes: Int) async throws
    {
        try await TemporaryFolder.with { folder in
            #expect(try await Binary.run(["demo", "-q", "--exit-zero", "-o", "p"], in: folder).status == 0)
            let before = try Binary.files(in: folder)
            // bash counts in blocks of 1024 bytes; what the program says must not be a file here.
            let outcome = try await Shell.run(
                "ulimit -f \(kilobytes); \"$0\" demo -q -o p --replace 2>&1 | cat; exit ${PIPESTATUS[0]}", in: folder)
            #expect(outcome.status == 2, "\(outcome.output)")
            #expect(outcome.output.contains("File too large"), "\(outcome.output)")
            #expect(outcome.output.split(separator: "\n").count == 1)
            #expect(try Binary.files(in: folder) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["p"])
        }
    }

    @Test(.enabled("needs the right to mount", { try await Shell.canMount() }))
    func aFullDiskLeavesTheOldPackage() async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Shell.mounted(
                """
                mount -t tmpfs -o size=32m none . && cd "$PWD"
                "$0" demo -q --exit-zero -o p || exit 90
                cat /dev/zero > fill 2>/dev/null
                for free in 4 40 160 400; do
                  truncate -s -${free}K fill
                  "$0" demo -q -o p --replace; echo "status $?"
                  (cd p && sha256sum --strict --quiet -c tagmanifest-sha256.txt manifest-sha256.txt) || exit 91
                  ls -A
                  cat /dev/zero >> fill 2>/dev/null
                done
                true
                """, in: folder)
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
            let rounds = outcome.output.components(separatedBy: "status ").dropFirst()
            #expect(rounds.count == 4)
            for round in rounds { #expect(round == "2\nfill\np\n" || round == "5\nfill\np\n", "\(round)") }
            #expect(rounds.first?.hasPrefix("2") == true)
            #expect(outcome.errors.contains("No space left on device"))
        }
    }

    @Test(.enabled("needs the right to mount", { try await Shell.canMount() }))
    func aMountPointIsNotReplacedButWrittenInto() async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Shell.mounted(
                """
                mkdir p out && mount -t tmpfs none p && mount -t tmpfs none out || exit 90
                "$0" demo -q -o p; echo "status $?"
                "$0" demo -q -o p/inside; echo "status $?"
                (cd p/inside && sha256sum --strict --quiet -c tagmanifest-sha256.txt manifest-sha256.txt) || exit 91
                mv p/inside made && cp -r made/. p
                "$0" demo -q -o p --replace; echo "status $?"
                "$0" demo -q; echo "status $?"
                cd out/latest && sha256sum --strict --quiet -c tagmanifest-sha256.txt manifest-sha256.txt
                """, in: folder)
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
            #expect(outcome.output == "status 64\nstatus 5\nstatus 64\nstatus 5\n")
            let refusals = outcome.errors.split(separator: "\n").filter {
                $0.hasSuffix("p is a mount point, which cannot be replaced; choose a folder inside it")
            }
            #expect(refusals.count == 2, "\(outcome.errors)")
        }
    }

    /// root may write everywhere, and becomes somebody else for this.
    @Test(.enabled("needs to be, or to become, a user with few rights", { try await Shell.asNobody() != nil }))
    func aFolderThatMayNotBeWritten() async throws {
        let prefix = try #require(try await Shell.asNobody())
        try await TemporaryFolder.with { folder in
            try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
            for option in ["-o p", ""] {
                let outcome = try await Shell.run("\(prefix) \"$0\" demo -q \(option)", in: folder)
                #expect(outcome.status == 2)
                #expect(outcome.errors.hasSuffix("Permission denied\n"), "\(outcome.errors)")
                #expect(outcome.errors.hasPrefix("exhibit: cannot create the folder"), "\(outcome.errors)")
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }
    }
}
