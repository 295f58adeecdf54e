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
            Place each VPC's alert on the line of this Terraform configuration that declares it (default: none; of \
            report: as in the package).
            """,
            discussion: "Needs --terraform-state. What is not declared there lies on --sarif-anchor.",
            valueName: "folder"),
        completion: .directory)
    var configuration: String?

    @Option(
        name: .customLong("terraform-state"),
        help: ArgumentHelp(
            """
            The state of that configuration, of Terraform or OpenTofu: a file, or /dev/stdin (default: none; of report: \
            as in the package).
            """,
            discussion: "Only which VPC id is declared on which line is kept of it.", valueName: "file"),
        completion: .file())
    var state: String?

    func validate() throws {
        if (configuration == nil) != (state == nil) {
            throw ValidationError("--terraform and --terraform-state need each other")
        }
    }

    /// Nil where none of them was given. Throws where one cannot be used: before a scan, not after it.
    ///
    /// The map's remarks are for stderr too.
    func sourceMap(
        from folder: String = FileManager.default.currentDirectoryPath
    ) throws(UsageFailure) -> SourceMap? {
        guard anchor != nil || configuration != nil else { return nil }
        let repository = try Repository(around: folder)
        var map = SourceMap()
        if let anchor { map.fallback = try AlertAnchor.place(anchor, in: repository) }
        if let configuration, let state {
            var declared = try TerraformConfiguration(configuration, in: repository)
            try map.place(try readState(state, in: repository), with: &declared)
        }
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

extension SourceMap {
    /// Adds the line of every VPC of a state, and says for which there is none.
    mutating func place(
        _ state: TerraformState, with configuration: inout TerraformConfiguration
    ) throws(UsageFailure) {
        for vpc in state.vpcs {
            if let place = try configuration.place(of: vpc) {
                vpcs[vpc.id] = place
            } else {
                remarks.append("\(vpc.id) is in the Terraform state, but no block of the configuration declares it.")
            }
        }
        if state.withoutId > 0 {
            remarks.append("VPCs of the Terraform state that have no id: \(state.withoutId).")
        }
        if state.vpcs.isEmpty { remarks.append("The Terraform state holds no VPC with an id.") }
        remarks += configuration.remarks
    }
}
