import Foundation
import Support
import Testing

/// `exhibit report` under other settings: a run of its own that names the one it came from.
struct DerivedPackageTests {
    @Test func aChainNamesDirectParentsAndAltersNone() async throws {
        try await TemporaryFolder.with { folder in
            #expect(try await Binary.run(["demo", "--exit-zero", "-o", "a"], in: folder).status == 0)
            let a = try Binary.files(in: folder.appendingPathComponent("a"))
            let outcome = try await Binary.run(
                ["report", "a", "--policy", "cis", "--exit-zero", "-o", "b"], in: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let b = try Binary.files(in: folder.appendingPathComponent("b"))
            _ = try await Binary.run(["report", "b", "-R", "--exit-zero", "-o", "c"], in: folder)
            let c = try Binary.files(in: folder.appendingPathComponent("c"))
            #expect(try Binary.files(in: folder.appendingPathComponent("a")) == a)
            #expect(try Binary.files(in: folder.appendingPathComponent("b")) == b)

            #expect(try run(a)["derivedFrom"] == nil)
            for (parent, child) in [(a, b), (b, c)] {
                let origin = try #require(run(child)["derivedFrom"] as? [String: String])
                #expect(try origin["runId"] == run(parent)["id"] as? String)
                #expect(try origin["digest"] == findings(parent)["digest"] as? String)
                #expect(try run(child)["id"] as? String != origin["runId"])
                let run = try #require(findings(child)["run"] as? [String: Any])
                #expect(run["derivedFrom"] as? [String: String] == origin)
                let info = String(decoding: child["bag-info.txt"] ?? Data(), as: UTF8.self)
                #expect(info.contains("Exhibit-Derived-From: \(origin["runId"] ?? "") (\(origin["digest"] ?? ""))\n"))
            }
        }
    }

    /// Derived twice, or rendered again as it is, the bytes are the same.
    @Test func theSameBytesTwice() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-o", "a"], in: folder)
            for name in ["b", "c"] {
                _ = try await Binary.run(["report", "a", "--format", "csv,markdown", "-o", name], in: folder)
            }
            _ = try await Binary.run(["report", "c", "-o", "d"], in: folder)
            let b = try Binary.files(in: folder.appendingPathComponent("b"))
            #expect(b.count > 10)
            #expect(try Binary.files(in: folder.appendingPathComponent("c")) == b)
            #expect(try Binary.files(in: folder.appendingPathComponent("d")) == b)
        }
    }

    private func run(_ files: [String: Data]) throws -> [String: Any] { try object(files["data/run.json"]) }
    private func findings(_ files: [String: Data]) throws -> [String: Any] { try object(files["findings.json"]) }

    private func object(_ data: Data?) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: data ?? Data()) as? [String: Any])
    }
}
