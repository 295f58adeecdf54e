import Foundation
import Support
import Testing

/// `kill -9` at 200 random moments of a run: what lies at the destination is a whole package or none, and what
/// is half made bears a name that says so, until the next run sweeps it.
struct KillTests {
    enum Way: String, CaseIterable, Sendable {
        /// A package lies there: the old or the new one must, after every kill.
        case replacing
        /// Nothing lies there.
        case exact
        /// `out/<time>-demo`, and the link `out/latest`.
        case automatic

        var arguments: [String] {
            switch self {
            case .replacing: ["demo", "-q", "--exit-zero", "-o", "out/p", "--replace"]
            case .exact: ["demo", "-q", "--exit-zero", "-o", "out/p"]
            case .automatic: ["demo", "-q", "--exit-zero"]
            }
        }

        var kills: Int { self == .replacing ? 68 : 66 }
    }

    @Test(arguments: Way.allCases) func neverAMixture(_ way: Way) async throws {
        try await TemporaryFolder.with { folder in
            let out = folder.appendingPathComponent("out")
            var program = Program.exhibit
            program.environment = Binary.environment()
            program.folder = folder
            #expect(try await program.run(way.arguments).status == 0)

            var generator = SeededGenerator(seed: UInt64(way.kills) << 8 | UInt64(way.rawValue.utf8.count))
            var whole: Set<String> = []
            var halves = 0
            // However busy the machine is: shorter after a run that came to its end, longer after one that did not.
            var span = Duration.milliseconds(250)
            for _ in 0..<way.kills {
                if way == .exact { try removePackages(out) }
                let before = try mark(out, way)
                let delay = span * Double.random(in: 0..<1, using: &generator)
                try await program.whileRunning(way.arguments) { try await Task.sleep(for: delay) }
                halves += try check(out, way, &whole)
                span = span * (try mark(out, way) == before ? 1.05 : 0.9)
            }
            #expect(halves > 0, "no kill hit a package in the making")

            if way == .exact { try removePackages(out) }
            let last = try await program.run(way.arguments)
            #expect(last.status == 0, "\(last.errors)")
            #expect(try names(out).allSatisfy { !$0.hasPrefix(".") })
            _ = try check(out, way, &whole)
            var sha256sum = try #require(Program.named("sha256sum") ?? Program.named("gsha256sum"))
            sha256sum.folder = out.appendingPathComponent(way == .automatic ? "latest" : "p")
            let sums = try await sha256sum.run(["--strict", "-c", "tagmanifest-sha256.txt", "manifest-sha256.txt"])
            #expect(sums.status == 0, "\(sums.output)\(sums.errors)")
        }
    }

    /// Returns how many unfinished packages lie there.
    private func check(_ out: URL, _ way: Way, _ whole: inout Set<String>) throws -> Int {
        let names = try names(out)
        let packages = names.filter { !$0.hasPrefix(".") && $0 != "latest" }
        for name in packages where way != .automatic || !whole.contains(name) {
            let complaint = try WholePackage.complaint(out.appendingPathComponent(name))
            #expect(complaint == nil, "\(name)")
            whole.insert(name)
        }
        switch way {
        case .replacing: #expect(packages == ["p"])
        case .exact: #expect(packages.isEmpty || packages == ["p"])
        case .automatic:
            let target = try FileManager.default.destinationOfSymbolicLink(
                atPath: out.appendingPathComponent("latest").path)
            #expect(packages.contains(target))
        }
        let halves = names.filter { $0.hasPrefix(".") }
        #expect(halves.allSatisfy { $0.hasPrefix(".exhibit-partial-") })
        return halves.count
    }

    /// Changes when a run comes to its end.
    private func mark(_ out: URL, _ way: Way) throws -> String {
        if way == .automatic { return try names(out).filter { !$0.hasPrefix(".") }.joined(separator: " ") }
        let manifest = out.appendingPathComponent("p/tagmanifest-sha256.txt")
        return FileManager.default.fileExists(atPath: manifest.path)
            ? try String(contentsOf: manifest, encoding: .utf8) : ""
    }

    private func names(_ out: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: out.path).sorted()
    }

    private func removePackages(_ out: URL) throws {
        for name in try names(out) where !name.hasPrefix(".") {
            try FileManager.default.removeItem(at: out.appendingPathComponent(name))
        }
    }
}
