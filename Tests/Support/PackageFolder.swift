import Evidence
package import Foundation

/// An evidence package as somebody alters it, and seals it again so that every hash fits.
package struct PackageFolder: Sendable {
    package let url: URL

    package init(_ url: URL) {
        self.url = url
    }

    package struct NotThere: Error, CustomStringConvertible {
        package let description: String

        package init(_ description: String) { self.description = description }
    }

    package func path(_ file: String) -> String { url.appendingPathComponent(file).path }

    package func bytes(_ file: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(file)) }

    package func text(_ file: String) throws -> String { String(decoding: try bytes(file), as: UTF8.self) }

    package func write(_ text: String, to file: String) throws {
        let target = url.appendingPathComponent(file)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: target)
    }

    package func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: path(file)) }

    /// Replaces the first place where a text stands.
    package func edit(_ file: String, _ old: String, _ new: String) throws {
        var text = try text(file)
        guard let range = text.range(of: old) else { throw NotThere("\(file) has no \(old)") }
        text.replaceSubrange(range, with: new)
        try write(text, to: file)
    }

    /// Changes the lines of a file, each without its end.
    package func editLines(_ file: String, _ change: (inout [String]) throws -> Void) throws {
        var lines = try text(file).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        try change(&lines)
        try write(lines.map { $0 + "\n" }.joined(), to: file)
    }

    /// The relative paths of all files, sorted.
    package func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: url.path).filter { path in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: self.path(path), isDirectory: &isFolder)
            return exists && !isFolder.boolValue
        }.sorted()
    }

    /// Puts other bytes in the place of a body, and their hash and size into the record.
    package func replaceBody(_ file: String, _ change: (String) throws -> String) throws {
        let (old, new) = (try bytes(file), Data(try change(text(file)).utf8))
        guard old != new else { throw NotThere("\(file) stays as it is") }
        try new.write(to: url.appendingPathComponent(file))
        func fields(_ bytes: Data) -> String {
            "\"file\":\"\(file)\",\"bytes\":\(bytes.count),\"sha256\":\"\(sha256Hex(Array(bytes)))\""
        }
        try edit("data/exchanges.jsonl", fields(old), fields(new))
    }

    /// The first body of an action in a region.
    package func body(of action: String, in region: String) throws -> String {
        guard let file = try files().first(where: { $0.contains("/\(region)/") && $0.hasSuffix("-\(action).xml") })
        else { throw NotThere("there is no body of \(action) in \(region)") }
        return file
    }

    /// Lets the run begin and end so many years later, by its own record and bag-info.txt.
    package func moveRun(byYears years: Int) throws {
        func moved(_ text: String) -> String {
            text.replacing(/(startedAt": "|finishedAt": "|Bagging-Date: |Exhibit-Period: |Z\/)(\d{4})-/) {
                "\($0.1)\((Int($0.2) ?? 0) + years)-"
            }
        }
        for file in ["data/run.json", "bag-info.txt"] { try write(moved(text(file)), to: file) }
    }

    /// Has the package say that another version made it, wherever it names one.
    package func claimVersion(_ version: String) throws {
        for file in ["data/run.json", "findings.json"] {
            guard let mine = try text(file).firstMatch(of: /"version": "([^"]+)",\n *"(commit|sha256)"/)?.1 else {
                throw NotThere("\(file) names no version")
            }
            try edit(file, "\"version\": \"\(mine)\"", "\"version\": \"\(version)\"")
        }
        guard let agent = try text("bag-info.txt").firstMatch(of: /Bag-Software-Agent: exhibit ([^ \n]+)/) else {
            throw NotThere("bag-info.txt names no program")
        }
        try edit("bag-info.txt", String(agent.0), "Bag-Software-Agent: exhibit \(version)")
    }

    /// Writes both manifests anew, and the sum in bag-info.txt, as whoever forges a package would.
    package func reseal() throws {
        let payload = try files().filter { $0.hasPrefix("data/") }
        let octets = try payload.reduce(0) { try $0 + bytes($1).count }
        if try files().contains("bag-info.txt") {
            try editLines("bag-info.txt") { lines in
                lines = lines.map { $0.hasPrefix("Payload-Oxum: ") ? "Payload-Oxum: \(octets).\(payload.count)" : $0 }
            }
        }
        try list(payload, in: "manifest-sha256.txt")
        let tags = try files().filter { !$0.hasPrefix("data/") && !$0.hasPrefix("tagmanifest-sha256.txt") }
        try list(tags, in: "tagmanifest-sha256.txt")
    }

    private func list(_ files: [String], in manifest: String) throws {
        let lines = try files.map { "\(sha256Hex(Array(try bytes($0))))  \($0)\n" }
        try write(lines.joined(), to: manifest)
    }
}
