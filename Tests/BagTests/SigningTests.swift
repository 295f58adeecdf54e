import Bag
import Evidence
import Foundation
import Support
import Testing

/// What a signature proves, with OpenSSH's own program and keys.
@Suite(.enabled(if: Program.named("ssh-keygen") != nil, "needs ssh-keygen"))
struct SigningTests {
    let scratch: Scratch
    let package: String

    init() throws {
        scratch = try Scratch()
        package = try Samples.write(to: .exact(path: scratch["package"], replace: false))
    }

    @Test func withoutASignatureNothingIsFoundUnlessASignerIsExpected() async throws {
        try await makeKey("alice")
        #expect(try await finding() == .none)
        #expect(
            try await finding(signer: "alice")
                == .unproven("it is not signed: tagmanifest-sha256.txt.sig is missing"))
    }

    @Test func aKeyThatNobodyVouchesForIsNamed() async throws {
        let key = try await makeKey("alice")
        #expect(
            try await Signing.sign(OpenPackage(at: package), with: SigningKey(scratch["alice"]), replacing: false)
                == key)
        #expect(try await finding() == .unidentified(key: key))
        #expect(try await finding(signer: "alice") == .good(signer: "alice", key: key))
        #expect(try scratch.names("package").filter { $0.contains(".sig") } == ["tagmanifest-sha256.txt.sig"])
    }

    @Test func onlyWhoIsAskedForWillDo() async throws {
        try await makeKey("alice")
        let key = try await makeKey("mallory")
        _ = try await Signing.sign(OpenPackage(at: package), with: SigningKey(scratch["mallory"]), replacing: false)
        #expect(try await finding() == .unidentified(key: key))
        let stranger = "it was signed by key \(key), which the allowed signers do not give to alice"
        func expect(_ says: String, _ list: String?) async throws {
            if let list { try scratch.write(list, to: "allowed") }
            guard case .unproven(let text) = try await finding(signer: "alice", rewriting: list == nil) else {
                Issue.record("the list proves something, or accuses the package")
                return
            }
            #expect(text.hasPrefix(stranger) && text.contains(says), "\(text)")
            #expect(text == text.visible() && !text.contains("exhibit-signing"))
        }
        try await expect("they do not list this key", nil)
        try await expect(
            "not permitted for use in signature namespace", "alice namespaces=\"file\" \(publicKey("mallory"))")
        try await expect("key has expired", "alice valid-before=\"20200101\" \(publicKey("mallory"))")
        try await expect("they do not list this key", "")
        try await expect("begins with a byte order mark", "\u{FEFF}alice \(publicKey("mallory"))")
        try await expect("they give it to bob", "bob \(publicKey("mallory"))")
    }

    /// A key whose time is over, or has not come, is taken for the time at which the run ended.
    @Test(arguments: ["valid-before=\"20200101\"", "valid-after=\"20400101\""])
    func aKeyIsJudgedAsOfTheEndOfTheRun(_ period: String) async throws {
        let key = try await makeKey("alice")
        _ = try await Signing.sign(OpenPackage(at: package), with: SigningKey(scratch["alice"]), replacing: false)
        try scratch.write("alice \(period) \(publicKey("alice"))", to: "allowed")
        let (before, after) = (
            Timestamp(milliseconds: 1_500_000_000_000), Timestamp(milliseconds: 2_300_000_000_000)
        )
        for ended in [before, after] {
            let finding = try await Signing.finding(
                inPackageAt: package, allowedSigners: scratch["allowed"], signer: "alice", ended: ended)
            if (ended == before) == period.hasPrefix("valid-before") {
                #expect(finding == .good(signer: "alice", key: key, asOf: ended))
            } else {
                guard case .unproven = finding else {
                    Issue.record("\(finding)")
                    continue
                }
            }
        }
    }

    @Test func anotherManifestOrPurposeOrNoSignatureAtAllIsBad() async throws {
        try await makeKey("alice")
        _ = try await Signing.sign(OpenPackage(at: package), with: SigningKey(scratch["alice"]), replacing: false)
        let signature = try scratch.read("package/\(Signing.file)")
        let manifest = try scratch.read("package/\(Manifest.tags)")
        try scratch.write(manifest.replacing("a", with: "b"), to: "package/\(Manifest.tags)")
        try expectBad(try await finding(), "incorrect signature")
        try expectBad(try await finding(signer: "alice"), "incorrect signature")
        try scratch.write(manifest, to: "package/\(Manifest.tags)")
        #expect(try await finding() != .none)
        for text in ["", "\u{1B}[2J\n", String(signature.dropLast(60)), signature.replacing("U1NIU0lH", with: "AAAA")] {
            try scratch.write(text, to: "package/\(Signing.file)")
            try expectBad(try await finding(), "ssh-keygen does not accept tagmanifest-sha256.txt.sig")
        }
        let other = try #require(Program.named("ssh-keygen"))
        try scratch.write(manifest, to: "m")
        #expect(
            try await other.run(["-q", "-Y", "sign", "-f", scratch["alice"], "-n", "file", scratch["m"]]).status == 0)
        try scratch.write(try scratch.read("m.sig"), to: "package/\(Signing.file)")
        try expectBad(try await finding(), "namespace does not match")
    }

    @Test func aHostileSignatureFileIsNotFollowedNorReadForEver() async throws {
        try scratch.write(String(repeating: "x", count: 70_000), to: "big")
        try scratch.link("package/\(Signing.file)", to: "../big")
        try expectBad(try await finding(), "is behind a link")
        try scratch.remove("package/\(Signing.file)")
        try scratch.write(String(repeating: "x", count: 70_000), to: "package/\(Signing.file)")
        try expectBad(try await finding(), "is larger than")
        try scratch.remove("package/\(Signing.file)")
        try scratch.makeFolder("package/\(Signing.file)")
        try expectBad(try await finding(), "is not a file")
        try scratch.remove("package/\(Signing.file)")
        let mkfifo = try #require(Program.named("mkfifo"))
        #expect(try await mkfifo.run([scratch["package/\(Signing.file)"]]).status == 0)
        try expectBad(try await finding(), "is not a file")
    }

    @Test func whatCannotBeFoundOutIsNoFinding() async throws {
        await #expect(throws: PackageError.self) {
            try await Signing.finding(inPackageAt: package, allowedSigners: scratch["nowhere"], signer: "alice")
        }
        await #expect(throws: PackageError("the allowed signers and the signer must be given together")) {
            try await Signing.finding(inPackageAt: package, allowedSigners: nil, signer: "alice")
        }
        await #expect(throws: PackageError("there is no key \(scratch["nowhere"])")) {
            try await SigningKey(scratch["nowhere"])
        }
        await #expect(throws: PackageError("the key \(scratch.path) is not a file")) {
            try await SigningKey(scratch.path)
        }
    }

    @Test func aSignatureIsReplacedOnlyWhenAskedFor() async throws {
        let (alice, bob) = (try await makeKey("alice"), try await makeKey("bob"))
        _ = try await Signing.sign(OpenPackage(at: package), with: SigningKey(scratch["alice"]), replacing: false)
        await #expect(
            throws: PackageError("\(package) is signed already; pass --replace to put a new signature in its place")
        ) {
            try await Signing.sign(OpenPackage(at: package), with: SigningKey(scratch["bob"]), replacing: false)
        }
        #expect(try await finding() == .unidentified(key: alice))
        try scratch.write("half", to: "package/\(Signing.file).partial-of-a-killed-run")
        _ = try await Signing.sign(OpenPackage(at: package), with: SigningKey(scratch["bob"]), replacing: true)
        #expect(try await finding() == .unidentified(key: bob))
        #expect(!scratch.exists("package/\(Signing.file).partial-of-a-killed-run"))
    }

    /// What is signed is what was held open and proven, not what lies there by now.
    @Test func theManifestIsSignedAsItWasRead() async throws {
        try await makeKey("alice")
        let open = try OpenPackage(at: package)
        let manifest = try scratch.read("package/\(Manifest.tags)")
        try scratch.write(manifest.replacing("a", with: "b"), to: "package/\(Manifest.tags)")
        _ = try await Signing.sign(open, with: SigningKey(scratch["alice"]), replacing: false)
        try expectBad(try await finding(), "incorrect signature")
        try scratch.write(manifest, to: "package/\(Manifest.tags)")
        guard case .unidentified = try await finding() else {
            Issue.record("the manifest that was read is not what was signed")
            return
        }
    }

    // MARK: -

    /// Returns its fingerprint.
    @discardableResult
    private func makeKey(_ name: String) async throws -> String {
        let program = try #require(Program.named("ssh-keygen"))
        #expect(try await program.run(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", scratch[name]]).status == 0)
        let words = try await program.run(["-l", "-f", scratch[name]]).output.split(separator: " ")
        return String(try #require(words.dropFirst().first))
    }

    private func publicKey(_ name: String) throws -> String { try scratch.read("\(name).pub") }

    private func finding(signer: String? = nil, rewriting: Bool = true) async throws -> SignatureFinding {
        if let signer, rewriting { try scratch.write("\(signer) \(publicKey(signer))", to: "allowed") }
        return try await Signing.finding(
            inPackageAt: package, allowedSigners: signer.map { _ in scratch["allowed"] }, signer: signer)
    }

    private func expectBad(
        _ finding: SignatureFinding, _ reason: String, at place: SourceLocation = #_sourceLocation
    ) throws {
        guard case .bad(let text) = finding else {
            Issue.record("\(finding) instead of bad", sourceLocation: place)
            return
        }
        #expect(text.contains(reason), sourceLocation: place)
        #expect(text == text.visible() && !text.contains("exhibit-signing"), sourceLocation: place)
    }
}
