extension RunInputs {
    package static let folder = "data/inputs/"
    package static let baselineFile = folder + "baseline.json"
    package static let exceptionsFile = folder + "exceptions.json"
    package static let sourceMapFile = folder + "source-map.json"
    package static let templatesFolder = folder + "templates/"

    /// One of the files in which they are kept.
    package struct File: Sendable {
        /// Below the package: `data/inputs/baseline.json`.
        package let path: String
        private let content: @Sendable (any Output) throws -> Void

        fileprivate init(_ path: String, _ content: @escaping @Sendable (any Output) throws -> Void) {
            self.path = path
            self.content = content
        }

        /// The same inputs give the same bytes.
        package func write(to output: any Output) throws { try content(output) }
    }

    /// Those of the parts that are there, in the order of their paths.
    package var files: [File] {
        var files: [File] = []
        if let baseline { files.append(File(Self.baselineFile) { try JSONText.write(baseline, .oneLine, to: $0) }) }
        if let exceptions {
            files.append(File(Self.exceptionsFile) { try JSONText.write(exceptions, .indented, to: $0) })
        }
        if let sourceMap { files.append(File(Self.sourceMapFile) { try JSONText.write(sourceMap, .indented, to: $0) }) }
        return files
            + templates.sorted { $0.key.precedes($1.key) }.map { name, text in
                File(Self.templatesFolder + name) { try $0.write(text) }
            }
    }

    /// SHA-256 over all files and their paths; nil where nothing was given.
    func digest() throws -> String? {
        let files = files
        guard !files.isEmpty else { return nil }
        let output = HashOutput()
        for file in files {
            try output.write(file.path + "\n")
            try file.write(to: output)
        }
        return output.hash.hex()
    }
}

extension Baseline {
    /// What findings.json says of it.
    package struct Name: Codable, Sendable, Hashable {
        package var runId: String
        package var digest: String
    }

    package var name: Name { Name(runId: runId, digest: digest) }
}

extension SourceMap {
    private struct VPCKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// VPCs in the order of their ids, so that the same map is the same bytes.
    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(fallback, forKey: .fallback)
        var places = fields.nestedContainer(keyedBy: VPCKey.self, forKey: .vpcs)
        for (id, place) in vpcs.sorted(by: { $0.key.precedes($1.key) }) {
            try places.encode(place, forKey: VPCKey(stringValue: id))
        }
        try fields.encode(remarks, forKey: .remarks)
    }
}
