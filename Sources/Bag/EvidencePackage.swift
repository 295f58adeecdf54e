package import Evidence
import Foundation

/// An evidence package that lies on disk. Whoever wrote it is not trusted: what is read is checked first.
package struct EvidencePackage: Sendable {
    package static let runFile = "data/run.json"
    package static let exchangesFile = "data/exchanges.jsonl"

    static let runLimit = 16 << 20
    static let lineLimit = 1 << 20
    private static let exchangesLimit = 1_000_000
    private static let exchangesSize = 512 << 20
    /// Twice what a live scan takes: what is cut out of an answer may leave more behind.
    private static let bodyLimit = 128 << 20

    /// As it was given.
    package let path: String
    package let run: Run
    /// In the order of their numbers, from 1.
    package let exchanges: [Exchange]

    let folder: OpenFolder
    /// The SHA-256 of each file below `data/inputs/`, by path.
    let inputHashes: [String: String]

    /// Reads what the run was given and what was asked, held against the manifest; the bodies stay on disk.
    /// Throws one sentence with file and line when it is no package, or one that cannot be believed.
    package init(at path: String) throws(PackageError) {
        try self.init(in: OpenFolder(path))
    }

    init(in folder: OpenFolder) throws(PackageError) {
        for file in [Self.runFile, Self.exchangesFile, Manifest.payload] where try !folder.contains(file) {
            throw PackageError("\(folder.path.visible()) is not an Exhibit package: \(file) is missing")
        }
        try self.init(in: folder, Self.readManifest(in: folder))
    }

    /// `hashes` are those of the manifest, by path.
    init(in folder: OpenFolder, _ hashes: [String: String]) throws(PackageError) {
        path = folder.path
        self.folder = folder
        inputHashes = hashes.filter { $0.key.hasPrefix(RunInputs.folder) }
        run = try Self.readRun(in: folder, hashes)
        exchanges = try Self.readExchanges(in: folder, of: run, hashes)
    }

    /// The body of an answer, byte for byte as its exchange describes it.
    package func body(of exchange: Exchange) throws(PackageError) -> [UInt8] {
        guard let body = exchange.body else { throw PackageError("exchange \(exchange.number) has no body") }
        guard (0...Self.bodyLimit).contains(body.bytes) else {
            throw PackageError("\(folder.shown(body.file)) is said to have \(body.bytes) bytes, which is too many")
        }
        guard body.file.hasPrefix("data/") else { throw PackageError("\(folder.shown(body.file)) is no body") }
        let bytes = try folder.read(body.file, atMost: body.bytes)
        guard bytes.count == body.bytes else {
            throw PackageError("\(folder.shown(body.file)) has \(bytes.count) bytes instead of \(body.bytes)")
        }
        let hash = sha256Hex(bytes)
        guard hash == body.sha256 else {
            throw PackageError(
                "\(folder.shown(body.file)) has SHA-256 \(hash) instead of \(body.sha256.visible())")
        }
        return bytes
    }

    /// The SHA-256 of each file in `data/`, by path.
    private static func readManifest(in folder: OpenFolder) throws(PackageError) -> [String: String] {
        let bytes = try folder.read(Manifest.payload, atMost: Manifest.limit)
        let manifest = try Manifest(parsing: bytes, of: "\(folder.path)/\(Manifest.payload)")
        return manifest.hashes
    }

    private static func check(
        _ file: String, in folder: OpenFolder, has hash: String, _ hashes: [String: String]
    ) throws(PackageError) {
        guard let listed = hashes[file] else {
            throw PackageError("\(folder.shown(Manifest.payload)) does not list \(file)")
        }
        guard hash == listed else {
            throw PackageError(
                "\(folder.shown(file)) was altered: its SHA-256 is not the one in \(Manifest.payload)")
        }
    }

    private static func readRun(in folder: OpenFolder, _ hashes: [String: String]) throws(PackageError) -> Run {
        let bytes = try folder.read(runFile, atMost: runLimit)
        try check(runFile, in: folder, has: sha256Hex(bytes), hashes)
        do {
            let run = try StrictJSON.decode(Run.self, from: bytes[...], .indented)
            try EvidenceRules.check(run)
            return run
        } catch {
            throw PackageError("\(folder.shown(runFile)): \(sentence(error))")
        }
    }

    private static func readExchanges(
        in folder: OpenFolder, of run: Run, _ hashes: [String: String]
    ) throws(PackageError) -> [Exchange] {
        let accounts = Set(run.accounts.map(\.id))
        var exchanges: [Exchange] = []
        var problem: PackageError?
        var hash = RunningSHA256()
        try folder.readLines(of: exchangesFile, atMost: lineLimit, sum: exchangesSize) {
            hash.update($0)
        } _: { line throws(PackageError) in
            guard problem == nil else { return }
            let number = exchanges.count + 1
            do {
                guard number <= exchangesLimit else { throw PackageError("there are too many exchanges") }
                let exchange = try StrictJSON.decode(Exchange.self, from: line, .oneLine)
                try EvidenceRules.check(exchange, number: number, accounts: accounts)
                if let body = exchange.body, hashes[body.file] != body.sha256 {
                    throw PackageError("\(Manifest.payload) does not list \(body.file) with the same SHA-256")
                }
                exchanges.append(exchange)
            } catch {
                problem = PackageError("\(folder.shown(exchangesFile)) line \(number): \(sentence(error))")
            }
        }
        // What was altered is told as such, whatever was made of it.
        try check(exchangesFile, in: folder, has: hash.hex(), hashes)
        if let problem { throw problem }
        return exchanges
    }

    /// What is wrong with a JSON text, in a few words and without quoting it.
    static func sentence(_ error: any Error) -> String {
        func named(_ path: [String]) -> String { "“" + path.joined(separator: ".").visible() + "”" }
        func place(_ path: [any CodingKey]) -> String {
            named(path.map { $0.intValue.map(String.init) ?? $0.stringValue })
        }
        return switch error {
        case let error as PackageError: error.description
        case StrictJSON.Refusal.notJSON: "not JSON"
        case StrictJSON.Refusal.twice(let path): "\(named(path)) stands there twice"
        case StrictJSON.Refusal.unknown(let path): "\(named(path)) is nothing that Exhibit writes there"
        case StrictJSON.Refusal.otherwise(let path): "\(named(path)) is written otherwise than it is read"
        case StrictJSON.Refusal.tooLarge: "it is not as Exhibit writes it"
        case DecodingError.keyNotFound(let key, let context): "\(place(context.codingPath + [key])) is missing"
        case DecodingError.valueNotFound(_, let context): "\(place(context.codingPath)) is null"
        case DecodingError.typeMismatch(_, let context) where context.codingPath.isEmpty: "not a JSON object"
        case DecodingError.typeMismatch(_, let context): "\(place(context.codingPath)) is of another type"
        case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty: "not JSON"
        case DecodingError.dataCorrupted(let context): "\(place(context.codingPath)) holds what cannot be"
        default: "not readable"
        }
    }
}
