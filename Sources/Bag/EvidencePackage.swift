package import Evidence
import Foundation

/// An evidence package that lies on disk. Whoever wrote it is not trusted: what is read is checked first.
package struct EvidencePackage: Sendable {
    package static let runFile = "data/run.json"
    package static let exchangesFile = "data/exchanges.jsonl"

    static let runLimit = 16 << 20
    static let lineLimit = 1 << 20

    /// As it was given.
    package let path: String
    package let run: Run
    /// In the order of their numbers, from 1.
    package let exchanges: [Exchange]

    let files: PackageFiles
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
        let file = UnlistedFile.payloadManifest
        let manifest = try Manifest(parsing: folder.read(file), of: "\(folder.path)/\(file.rawValue)")
        try self.init(in: PackageFiles(in: folder, listed: manifest.hashes), manifest.hashes)
    }

    /// `hashes` are those of the manifest, by path.
    init(in files: PackageFiles, _ hashes: [String: String]) throws(PackageError) {
        path = files.folder.path
        self.files = files
        inputHashes = hashes.filter { $0.key.hasPrefix(RunInputs.folder) }
        run = try Self.readRun(in: files)
        exchanges = try Self.readExchanges(in: files, of: run, hashes)
    }

    /// The body of an answer, byte for byte as its exchange describes it.
    package func body(of exchange: Exchange) throws(PackageError) -> [UInt8] {
        guard let body = exchange.body else { throw PackageError("exchange \(exchange.number) has no body") }
        guard (0...Bounds.standard.answerBytes).contains(body.bytes) else {
            throw PackageError("\(shown(body.file)) is said to have \(body.bytes) bytes, which is too many")
        }
        guard body.file.hasPrefix("data/") else { throw PackageError("\(shown(body.file)) is no body") }
        // The exchange names the hash that the manifest lists.
        let bytes = try files.read(body.file, atMost: body.bytes)
        guard bytes.count == body.bytes else {
            throw PackageError("\(shown(body.file)) has \(bytes.count) bytes instead of \(body.bytes)")
        }
        return bytes
    }

    /// A path inside the package, for messages.
    func shown(_ file: String) -> String { files.folder.shown(file) }

    private static func readRun(in files: PackageFiles) throws(PackageError) -> Run {
        let bytes = try files.read(runFile, atMost: runLimit)
        do {
            let run = try StrictJSON.decode(Run.self, from: bytes[...], .indented)
            try EvidenceRules.check(run)
            return run
        } catch {
            throw PackageError("\(files.folder.shown(runFile)): \(sentence(error))")
        }
    }

    private static func readExchanges(
        in files: PackageFiles, of run: Run, _ hashes: [String: String]
    ) throws(PackageError) -> [Exchange] {
        let accounts = Set(run.accounts.map(\.id))
        var exchanges: [Exchange] = []
        var (bodies, parameters) = (0, 0)
        try files.readLines(of: exchangesFile, atMost: lineLimit, sum: Bounds.standard.packageLines) {
            line throws(PackageError) in
            let number = exchanges.count + 1
            do {
                guard number <= Bounds.standard.packageExchanges else {
                    throw PackageError("there are too many exchanges")
                }
                let exchange = try StrictJSON.decode(Exchange.self, from: line, .oneLine)
                try EvidenceRules.check(exchange, number: number, accounts: accounts)
                if let body = exchange.body, hashes[body.file] != body.sha256 {
                    throw PackageError("\(Manifest.payload) does not list \(body.file) with the same SHA-256")
                }
                bodies += min(exchange.body?.bytes ?? 0, Bounds.standard.runBytes)
                guard bodies <= Bounds.standard.runBytes else {
                    throw PackageError(
                        "the answers up to here have more than \(Bounds.standard.runBytes) bytes together")
                }
                parameters += exchange.parameters.count
                guard parameters <= Bounds.standard.packageParameters else {
                    throw PackageError("the exchanges up to here have too many parameters")
                }
                exchanges.append(exchange)
            } catch {
                throw PackageError("\(files.folder.shown(exchangesFile)) line \(number): \(sentence(error))")
            }
        }
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
