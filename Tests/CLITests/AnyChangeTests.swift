import Bag
import Foundation
import Support
import Testing

@testable import CLI

/// Whatever is changed in a package and sealed again: `verify` ends with 0 only where nothing differs that people or
/// programs read. EXHIBIT_SEED repeats a run, EXHIBIT_SECONDS lets it last longer.
struct AnyChangeTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seed = environment["EXHIBIT_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...999_999)
    private static let seconds = environment["EXHIBIT_SECONDS"].flatMap { Int($0) } ?? 25

    /// A package before anything is changed.
    private struct Base {
        let url: URL
        let isOfThisVersion: Bool
        /// Of files that are read, without the count of bytes in data/.
        let read: [String: Data]
    }

    @Test func nothingThatIsReadIsChangedUnseen() async throws {
        try await TemporaryFolder.with { folder in
            let bases = try await bases(in: folder)
            var generator = SeededGenerator(seed: Self.seed)
            var unseen: [String: Int] = [:]
            var count = 0
            let start = ContinuousClock.now
            while ContinuousClock.now - start < .seconds(Self.seconds) {
                let base = bases[Int.random(in: bases.indices, using: &generator)]
                let isClaimed = base.isOfThisVersion && Int.random(in: 0..<3, using: &generator) == 0
                try await TemporaryFolder.with { scratch in
                    let package = PackageFolder(scratch.appendingPathComponent("p"))
                    try FileManager.default.copyItem(at: base.url, to: package.url)
                    if isClaimed { try package.claimVersion("0.0.9") }
                    let expected = isClaimed ? try Self.read(package) : base.read
                    guard let change = try AnyChange(to: package, using: &generator) else { return }
                    try package.reseal()
                    let proof = try await Verification(
                        package: OpenPackage(at: package.url.path), allowedSigners: nil, signer: nil
                    ).proof()
                    count += 1
                    guard proof.standing != .doesNotHold else { return }
                    let isPartly = proof.standing == .holdsInPart
                    #expect(
                        isPartly == (isClaimed || !base.isOfThisVersion), "\(change.description), seed \(Self.seed)")
                    let found = try Self.read(package)
                    let differing = Set(expected.keys).union(found.keys).filter { expected[$0] != found[$0] }
                    let allowed = differing.allSatisfy {
                        $0 == ".gitattributes" && found[$0] == nil
                            || isPartly && Self.isUnproven($0, expected[$0], found[$0])
                    }
                    #expect(allowed, "\(change.description) is not seen, seed \(Self.seed): \(differing.sorted())")
                    unseen["\(change.kind) in \(change.place)\(isPartly ? ", another version" : "")", default: 0] += 1
                }
            }
            #expect(count > 5)
            print(
                "AnyChangeTests: seed \(Self.seed), \(count) changes; not seen, by kind: \(unseen.sorted { $0.key < $1.key })"
            )
        }
    }

    private func bases(in folder: URL) async throws -> [Base] {
        let kinds = [
            ["--vpcs", "3", "--format", "html,sarif,junit,markdown,csv,sarif-full,oscal,xccdf,ocsf,asff,attestation"],
            ["--format", "csv,markdown,sarif"],
            ["-R", "--check-destinations", "--since", "2026-01-01", "--format", "csv"],
            ["--vpcs", "40", "--policy", "cis", "--format", "junit,html"],
        ]
        var bases: [Base] = []
        for (index, arguments) in kinds.enumerated() {
            _ = try await Binary.run(["demo", "-q", "-o", "base-\(index)"] + arguments, in: folder)
            let url = folder.appendingPathComponent("base-\(index)")
            bases.append(Base(url: url, isOfThisVersion: true, read: try Self.read(PackageFolder(url))))
        }
        for (index, fixture) in PackageFixtures.of010.enumerated() {
            let package = try PackageFixtures.copy(fixture, to: "old-\(index)", in: folder)
            bases.append(Base(url: package.url, isOfThisVersion: false, read: try Self.read(package)))
        }
        return bases
    }

    /// What people and programs read: all but data/ and the manifests. A line of bag-info.txt counts what lies in data/.
    private static func read(_ package: PackageFolder) throws -> [String: Data] {
        var read: [String: Data] = [:]
        for file in try package.files() where !file.hasPrefix("data/") && !file.contains("manifest-sha256") {
            read[file] = try package.bytes(file)
        }
        if let info = read["bag-info.txt"] {
            let text = String(decoding: info, as: UTF8.self).replacing(/Payload-Oxum: [0-9.]+/, with: "Payload-Oxum: n")
            read["bag-info.txt"] = Data(text.utf8)
        }
        return read
    }

    /// Whether `verify` says of it that it is not proven: reports of another version, and the words in findings.json.
    private static func isUnproven(_ file: String, _ expected: Data?, _ found: Data?) -> Bool {
        guard let expected, let found else { return false }
        switch file {
        case "findings.json": return facts(expected) == facts(found)
        case "bag-info.txt": return info(expected) == info(found)
        default: return true
        }
    }

    private static func info(_ data: Data) -> String {
        String(decoding: data, as: UTF8.self).replacing(/External-Description: [^\n]*/, with: "")
    }

    /// findings.json without its words, as another reader of JSON has it; nil where that finds none.
    private static func facts(_ data: Data) -> NSObject? {
        let words: Set = [
            "text", "advice", "remark", "remediation", "rationale", "commonCauses", "detection", "limits", "helpURL",
            "permissions", "mappings", "rule",
        ]
        func reduced(_ value: Any, in key: String) -> NSObject {
            switch value {
            case let object as [String: Any]:
                var rest: [String: NSObject] = [:]
                for (name, value) in object where !words.contains(name) {
                    if ["title", "summary", "url"].contains(name), ["control", "benchmark"].contains(key) { continue }
                    if name == "scope", key.hasPrefix("polic") { continue }
                    rest[name] = reduced(value, in: name)
                }
                return rest as NSDictionary
            case let list as [Any]: return list.map { reduced($0, in: key) } as NSArray
            case let other as NSObject: return other
            default: return NSNull()
            }
        }
        do {
            return reduced(try JSONSerialization.jsonObject(with: data), in: "")
        } catch {
            return nil
        }
    }
}
