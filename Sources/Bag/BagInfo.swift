import Evidence

/// What `bag-info.txt` says beside what the run says of itself. Source: RFC 8493, 2.2.2.
package struct BagInfo: Sendable, Hashable {
    /// What the package is, in one line.
    package var description: String
    /// ARNs of those who asked, as AWS named them.
    package var operators: [String]
    /// Where answers came from that is not AWS over TLS.
    package var customEndpoints: [String]

    package init(description: String, operators: [String], customEndpoints: [String] = []) {
        self.description = description
        self.operators = operators
        self.customEndpoints = customEndpoints
    }

    /// The file's lines, without their ends. `octets` and `files` count what lies in `data/`.
    func lines(for run: Run, octets: Int, files: Int) -> [String] {
        let build = [run.tool.commit, run.tool.sha256.map { "sha256:\($0)" }].compactMap(\.self)
        let program = "\(run.tool.name) \(run.tool.version)"
        var fields = run.attribution?.organization.map { [("Source-Organization", $0)] } ?? []
        fields += [
            ("Bagging-Date", String(run.finishedAt.description.prefix(10))),
            ("Bag-Software-Agent", build.isEmpty ? program : "\(program) (\(build.joined(separator: ", ")))"),
            ("External-Identifier", run.id),
            ("External-Description", description),
            ("Payload-Oxum", "\(octets).\(files)"),
            ("Exhibit-Period", "\(run.startedAt)/\(run.finishedAt)"),
        ]
        fields += run.accounts.map { ("Exhibit-Account", $0.id) }
        fields += customEndpoints.map { ("Exhibit-Endpoint", "\($0) (custom, not AWS over TLS)") }
        if let origin = run.derivedFrom {
            fields.append(("Exhibit-Derived-From", "\(origin.runId) (\(origin.digest))"))
        }
        fields += operators.map { ("Exhibit-Operator", $0) }
        if let reviewer = run.attribution?.reviewer { fields.append(("Exhibit-Reviewer", reviewer)) }
        return fields.map { "\($0): \($1.visible())" }
    }
}
