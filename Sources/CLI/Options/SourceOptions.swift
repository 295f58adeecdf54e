import ArgumentParser
import Evidence
import Foundation

/// Where in the repository the alerts of the SARIF reports lie.
struct SourceOptions: ParsableArguments {
    @Option(
        name: .customLong("sarif-anchor"),
        help: ArgumentHelp(
            "Place alerts in SARIF on this file of the repository (default: none; of report: as in the package).",
            discussion: "It must lie in the repository around the current folder.", valueName: "path[:line]"),
        completion: .file())
    var anchor: String?

    @Option(
        name: .customLong("terraform"),
        help: ArgumentHelp(
            """
            Place each VPC's alert on the line of this Terraform configuration or Terragrunt unit that declares it \
            (default: none; of report: as in the package).
            """,
            discussion: """
                Needs --terraform-state. Both may be given several times: the first state is that of the first folder, \
                and so on. What is not declared there lies on --sarif-anchor.
                """,
            valueName: "folder"),
        completion: .directory)
    var configurations: [String] = []

    @Option(
        name: .customLong("terraform-state"),
        help: ArgumentHelp(
            """
            The state of that configuration, of Terraform or OpenTofu: a file, or /dev/stdin (default: none; of report: \
            as in the package).
            """,
            discussion: "Only which VPC id is declared on which line is kept of it.", valueName: "file"),
        completion: .file())
    var states: [String] = []

    func validate() throws {
        guard configurations.count != states.count else { return }
        guard !configurations.isEmpty, !states.isEmpty else {
            throw ValidationError("--terraform and --terraform-state need each other")
        }
        throw ValidationError(
            "each --terraform needs its --terraform-state, in the same order: there are \(configurations.count) of the "
                + "one and \(states.count) of the other")
    }

    /// Nil where none of them was given. Throws where one cannot be used: before a scan, not after it.
    ///
    /// The map's remarks are for stderr too.
    func sourceMap(
        from folder: String = FileManager.default.currentDirectoryPath
    ) throws(UsageFailure) -> SourceMap? {
        guard anchor != nil || !configurations.isEmpty else { return nil }
        let repository = try Repository(around: folder)
        var map = SourceMap()
        if let anchor { map.fallback = try AlertAnchor.place(anchor, in: repository) }
        var places = TerraformPlaces()
        for (path, file) in zip(configurations, states) {
            var configuration = try TerraformConfiguration(path, in: repository)
            let state = try readState(file, in: repository)
            try places.add(state, named: states.count > 1 ? file : nil, in: &configuration)
        }
        map.vpcs = places.vpcs
        map.remarks = places.remarks
        return map
    }

    private func readState(_ file: String, in repository: Repository) throws(UsageFailure) -> TerraformState {
        let shown = "--terraform-state: \(file.visible())"
        let address = repository.absolute(file)
        guard let kind = NamedFile.kind(of: address) else {
            throw UsageFailure(description: "--terraform-state: there is no file \(file.visible())")
        }
        guard kind != .folder else { throw UsageFailure(description: "\(shown) is a folder") }
        let bytes: Data
        do {
            guard let read = try NamedFile.read(address, upTo: TerraformState.largest) else {
                throw TerraformState.Unusable(description: "it is larger than 256 MiB")
            }
            bytes = read
        } catch let error as TerraformState.Unusable {
            throw UsageFailure(description: "\(shown) cannot be used: \(error)")
        } catch {
            throw UsageFailure(description: "\(shown) cannot be read")
        }
        do throws(TerraformState.Unusable) {
            return try TerraformState(bytes)
        } catch {
            throw UsageFailure(description: "\(shown) cannot be used: \(error)")
        }
    }
}
