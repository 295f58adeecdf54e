package import Evidence
import Synchronization

/// The last steps of a draft, in their order: keep, close, sign, publish.
extension PackageDraft {
    /// Writes the run and the exchanges with their bodies, and the hashes of all that lies in `data/`: nothing
    /// is added there from here on. A report that names hashes is written after this.
    package func keep(run: Run, exchanges: [Exchange]) throws(PackageError) {
        try step(from: .open, to: .kept) {
            try check(run, exchanges)
            try place(state.withLock(\.bodies), of: exchanges)
            try add(EvidencePackage.runFile) { try JSONText.write(run, .indented, to: $0) }
            try add(EvidencePackage.exchangesFile) { output in
                for exchange in exchanges { try Self.write(exchange, to: output) }
            }
            try add(Manifest.payload) { try Manifest(payload.mapValues(\.sha256)).write(to: $0) }
            state.withLock { $0.run = run }
        }
    }

    /// Writes the files that make the folder a bag, the hashes of everything among them: nothing is added from
    /// here on. Source: RFC 8493, 2.1 and 2.2.
    package func close(_ bagInfo: BagInfo) throws(PackageError) {
        try step(from: .kept, to: .closed) {
            guard let run = state.withLock(\.run) else { return }
            let payload = payload
            let octets = payload.values.reduce(0) { $0 + $1.bytes }
            try add(BagFiles.gitAttributes) { try $0.write(BagFiles.gitAttributesText) }
            try add(BagFiles.declaration) { try $0.write(BagFiles.declarationText) }
            try add(BagFiles.info) { output in
                for line in bagInfo.lines(for: run, octets: octets, files: payload.count) {
                    try output.write(line + "\n")
                }
            }
            let tags = state.withLock { $0.files.filter { !$0.key.hasPrefix("data/") } }
            try add(Manifest.tags) { try Manifest(tags.mapValues(\.sha256)).write(to: $0) }
        }
    }

    /// Signs the hashes of everything, and returns the key as `SHA256:…`.
    package func sign(with key: SigningKey) async throws(PackageError) -> String {
        try state.withLock { state throws(PackageError) in try Self.check(state, [.closed]) }
        let manifest = try OpenFile("\(staging.package)/\(Manifest.tags)", .file).contents(atMost: Manifest.limit)
        let signature = try await key.sign(manifest, at: staging.signing)
        try step(from: .closed, to: .closed) { try add(Signing.file) { try $0.append(signature.bytes) } }
        return signature.key
    }

    /// Waits until the disk holds everything, and moves the package to its destination. Returns where it lies.
    ///
    /// When it throws, the destination is as it was.
    package func publish() throws(PackageError) -> String {
        var path = destination.path
        try step(from: .closed, to: .finished) {
            guard let run = state.withLock(\.run) else { return }
            try sync()
            path = try destination.named(after: run).publish(staging)
        }
        finish(path)
        return path
    }

    /// Does what leads from one phase to the next. What fails is a sentence about the package.
    private func step(from: Phase, to next: Phase, _ body: () throws -> Void) throws(PackageError) {
        try state.withLock { state throws(PackageError) in
            try Self.check(state, [from])
            state.phase = next
        }
        do {
            try body()
        } catch let error as PackageError {
            throw error
        } catch {
            throw PackageError("the package could not be written: \(error)")
        }
    }

    private var payload: [String: HashingFile.Digest] {
        state.withLock { $0.files.filter { $0.key.hasPrefix("data/") } }
    }

    private func check(_ run: Run, _ exchanges: [Exchange]) throws(PackageError) {
        do {
            try EvidenceRules.check(run)
        } catch {
            throw PackageError("the run cannot be kept: \(error)")
        }
        let accounts = Set(run.accounts.map(\.id))
        for (index, exchange) in exchanges.enumerated() {
            do {
                try EvidenceRules.check(exchange, number: index + 1, accounts: accounts)
            } catch {
                throw PackageError("exchange \(index + 1) cannot be kept: \(error)")
            }
        }
    }

    /// Moves each body to the place its exchange names; one that several exchanges share is copied first.
    private func place(_ bodies: [String: Int], of exchanges: [Exchange]) throws {
        var uses: [String: Int] = [:]
        for body in exchanges.compactMap(\.body) { uses[body.sha256, default: 0] += 1 }
        for exchange in exchanges {
            guard let body = exchange.body else { continue }
            guard let size = bodies[body.sha256] else {
                throw PackageError("the body of exchange \(exchange.number) (\(exchange.action)) was not kept")
            }
            guard size == body.bytes else {
                throw PackageError("the body of exchange \(exchange.number) has \(size) bytes, not \(body.bytes)")
            }
            let waiting = "\(staging.bodies)/\(body.sha256)"
            let rest = uses[body.sha256, default: 1] - 1
            uses[body.sha256] = rest
            if rest > 0 {
                try add(body.file) { try Self.copy(waiting, to: $0) }
            } else {
                let target = "\(staging.package)/\(body.file)"
                try FileSystem.makeFolders(FileSystem.parent(of: target))
                try FileSystem.move(waiting, to: target)
                state.withLock { $0.files[body.file] = .init(sha256: body.sha256, bytes: size) }
            }
        }
    }

    private static func copy(_ file: String, to output: HashingFile) throws(PackageError) {
        try OpenFile(file, .file).readPieces { piece throws(PackageError) in try output.append(piece) }
    }

    /// One line. A line that the reader would refuse is not written.
    private static func write(_ exchange: Exchange, to output: any Output) throws {
        let line = try JSONText.bytes(of: exchange, .oneLine)
        guard line.count <= EvidencePackage.lineLimit else {
            throw PackageError("exchange \(exchange.number) takes a line of \(line.count) bytes, which is too long")
        }
        try output.write(line)
    }

    private func sync() throws(PackageError) {
        let files = state.withLock { $0.files.keys.map { "\(staging.package)/\($0)" } }
        var folders: Set<String> = [staging.package]
        for file in files {
            try OpenFile(file, .file).sync()
            var folder = FileSystem.parent(of: file)
            while folders.insert(folder).inserted { folder = FileSystem.parent(of: folder) }
        }
        for folder in folders { try OpenFile(folder, .folder).sync() }
    }

    /// The package lies where it belongs: what goes wrong from here on is told, and undoes nothing.
    private func finish(_ path: String) {
        var notices: [String] = []
        do {
            try OpenFile(destination.parent, .folder).sync()
        } catch {
            notices.append("\(path.visible()) may not survive a power failure: \(error)")
        }
        if let notice = destination.pointLatest(at: path, from: staging) { notices.append(notice) }
        do {
            try staging.remove()
        } catch {
            notices.append("\(error); the next run tries again")
        }
        state.withLock { $0.notices += notices }
    }
}
