package import Evidence

/// A package held open while it is proven. Its manifests are read once: every later step is held against
/// the hashes that were in them then.
package struct OpenPackage: Sendable {
    /// As it was given.
    package let path: String
    /// The bytes of `tagmanifest-sha256.txt`, which is what a signature is over; nil where it cannot be read.
    package let tagManifest: [UInt8]?

    /// Every file of the package is read through it.
    let files: PackageFiles
    let payload: Manifest?
    /// Of the bytes that `payload` was read from.
    let payloadDigest: HashingFile.Digest?
    let tags: Manifest?
    /// What is wrong with the manifests, the first of each kind.
    let problems: [PackageError]
    /// The manifests whose line ends were converted; they are held here as they were.
    let converted: [String]

    /// Throws when there is no package of Exhibit to look at.
    package init(at path: String) throws(PackageError) {
        let folder = try OpenFolder(path)
        let marks = [Manifest.tags, Manifest.payload, EvidencePackage.runFile]
        var missing: [String] = []
        for mark in marks where try !folder.has(mark) { missing.append(mark) }
        guard missing.count < marks.count else {
            throw PackageError(
                "\(path.visible()) is not an Exhibit package: it has no \(marks.joined(separator: ", "))")
        }
        var problems: [PackageError] = []
        var converted: [String] = []
        func read(_ file: UnlistedFile) throws(PackageError) -> (bytes: [UInt8], manifest: Manifest)? {
            do {
                var bytes = try folder.read(file)
                if bytes.contains(0x0D) {
                    converted.append(file.rawValue)
                    bytes = LineEnds.withoutCR(bytes)
                }
                return (bytes, try Manifest(parsing: bytes, of: file.rawValue))
            } catch let error where !error.isOfSystem {
                problems.append(error)
                return nil
            }
        }
        let tags = try read(.tagManifest)
        let payload = try read(.payloadManifest)
        self.path = path
        let listed = (tags?.manifest.hashes ?? [:]).filter { !$0.key.hasPrefix("data/") }
        files = PackageFiles(in: folder, listed: listed.merging(payload?.manifest.hashes ?? [:]) { tag, _ in tag })
        self.problems = problems
        self.converted = converted
        self.tags = tags?.manifest
        self.payload = payload?.manifest
        payloadDigest = payload.map { .init(sha256: sha256Hex($0.bytes), bytes: $0.bytes.count) }
        tagManifest = tags?.bytes
    }

    /// The SHA-256 of each file, by path, as the manifests list it.
    package var digests: [String: String] {
        (tags?.hashes ?? [:]).merging(payload?.hashes ?? [:]) { tag, _ in tag }
    }

    /// What the signature of the package proves, over the bytes that `tagManifest` was read from.
    /// Throws when it cannot be found out: no `ssh-keygen`, no such file of signers.
    /// - Parameter ended: when the run ended, by its own record.
    package func signature(
        allowedSigners: String?, signer: String?, ended: Timestamp?
    ) async throws(PackageError) -> SignatureFinding {
        guard let tagManifest else { return .bad("\(Manifest.tags), which a signature is over, cannot be read") }
        return try await Signing.finding(
            in: files.folder, over: tagManifest, allowedSigners: allowedSigners, signer: signer, ended: ended)
    }

    /// What the run was given and what was asked, held against the manifest as it was read at first.
    package func record() throws(PackageError) -> EvidencePackage {
        guard let payload else { throw PackageError("\(Manifest.payload) cannot be read") }
        return try EvidencePackage(in: files, payload.hashes)
    }

    /// The files in `data/` that neither the record nor the run's inputs give a reason for, in their order.
    package func unexplained(by record: EvidencePackage, _ inputs: RunInputs) -> [String] {
        let explained = Set(
            [EvidencePackage.runFile, EvidencePackage.exchangesFile] + record.exchanges.compactMap(\.body?.file)
                + inputs.files.map(\.path))
        return (payload?.entries ?? []).map(\.path).filter { !explained.contains($0) }
    }

    /// The first file of the record that has other bytes than the same values have when they are written again:
    /// it says something that nobody reads. Nil when there is none.
    package func otherwiseWritten(_ record: EvidencePackage, _ inputs: RunInputs) throws -> String? {
        let run = HashOutput()
        try JSONText.write(record.run, .indented, to: run)
        let exchanges = HashOutput()
        for exchange in record.exchanges { try JSONText.write(exchange, .oneLine, to: exchanges) }
        var written = [EvidencePackage.runFile: run.hash.hex(), EvidencePackage.exchangesFile: exchanges.hash.hex()]
        for file in inputs.files {
            let input = HashOutput()
            try file.write(to: input)
            written[file.path] = input.hash.hex()
        }
        return payload?.entries.first { entry in
            written[entry.path].map { $0 != entry.sha256 } ?? false
        }?.path
    }

    /// Every line of a file outside `data/`, without its end. The file is the one whose hash was looked at first.
    package func readLines(
        of file: String, atMost limit: Int, _ body: (ArraySlice<UInt8>) throws(PackageError) -> Void
    ) throws(PackageError) {
        try files.readLines(of: file, atMost: limit, heldTo: .firstReading, body)
    }

    /// Holds a file outside `data/` against what is then written to the result.
    package func comparison(with file: String) throws(PackageError) -> FileComparison {
        try files.comparison(with: file)
    }
}

extension OpenFolder {
    /// Whether anything of that name is there, even what cannot be read as a file.
    fileprivate func has(_ file: String) throws(PackageError) -> Bool {
        do {
            return try contains(file)
        } catch let error where !error.isOfSystem {
            return true
        }
    }
}
