extension Run {
    /// The same answers under other settings, with other inputs or by another program: a run of its own, which names
    /// this one and the digest of what this one concluded. Its arguments stay those of the scan.
    ///
    /// Its id is a UUID (version 8, RFC 9562, 5.8) that follows from what it is made of, so that deriving
    /// twice gives the same bytes.
    ///
    /// - Parameter configuration: the file that decided on it; nil where none was read, whichever the scan had.
    package func derived(
        concluding digest: String, settings: Settings, attribution: Attribution?, tool: Tool,
        configuration: Configuration?, inputs: RunInputs = RunInputs()
    ) throws -> Run {
        var run = self
        run.derivedFrom = Origin(runId: id, digest: digest)
        run.settings = settings
        run.attribution = attribution
        run.tool = tool
        run.configuration = configuration
        let source = try JSONText.bytes(of: run, .oneLine) + Array((inputs.digest() ?? "").utf8)
        var hex = Array(sha256Hex(source).utf8.prefix(32))
        hex[12] = UInt8(ascii: "8")
        hex[16] = UInt8(ascii: "a")
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(decoding: hex[$0], as: UTF8.self) }
        run.id = groups.joined(separator: "-")
        return run
    }
}
