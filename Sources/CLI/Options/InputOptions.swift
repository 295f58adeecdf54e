import ArgumentParser
import Bag
import Evidence
import Foundation
import Report
import Scan

/// What a run is given beside the answers of AWS; it is kept in the package, so that its reports follow from it.
struct InputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Tell in the reports what changed since this evidence package (default: none; of report: as in the package).
            """,
            discussion: "Its verdicts are made again from the answers of AWS in it.", valueName: "package"),
        completion: .directory)
    var baseline: String?

    @Option(
        help: ArgumentHelp(
            """
            Render HTML and Markdown from the templates in this folder instead of the built-in ones (default: none).
            """,
            discussion: "Any of \(OwnTemplates.names.joined(separator: ", ")); what is not there stays built in.",
            valueName: "folder"),
        completion: .directory)
    var templates: String?

    @OptionGroup var sources: SourceOptions

    /// Those of an earlier run, with what was given now on top. Throws where they cannot be had, or could not be
    /// rendered: before a scan, not after it.
    ///
    /// - Parameter earlier: nil for a new scan, which alone takes exceptions from a configuration file that is not named.
    func inputs(over earlier: RunInputs? = nil, for destination: Destination) async throws -> RunInputs {
        var inputs = earlier ?? RunInputs()
        let applied = AppliedConfiguration.current
        if let file = applied?.file, earlier == nil || applied?.isFound == false,
            let exceptions = try ExceptionsSection(of: file)?.list
        {
            inputs.exceptions = exceptions.entries.isEmpty ? nil : exceptions
        }
        if let templates {
            inputs.templates = try TemplateFolder(templates).templates()
            try OwnTemplates.check(inputs.templates)
        }
        if let sourceMap = try sources.sourceMap() {
            inputs.sourceMap = sourceMap
            for remark in sourceMap.remarks { Terminal.complain(remark) }
        }
        if let baseline { inputs.baseline = try await Self.baseline(baseline, for: destination) }
        return inputs
    }

    /// What follows from the package, under the settings it was made with.
    private static func baseline(_ path: String, for destination: Destination) async throws -> Baseline {
        let package = try EvidencePackage(at: path)
        guard try !destination.isWithin(package) else {
            throw UsageFailure(
                description: "the new package would change the baseline, \(path.visible()); choose a folder outside it")
        }
        do {
            let inputs = try package.renderableInputs()
            let inventory = try await package.replay(into: NoStore())
            return Baseline(try inventory.judged(by: .vpcFlowLogging, for: package.run, given: inputs))
        } catch {
            throw BaselineFailure(description: "the baseline \(path.visible()) cannot be used: \(error)")
        }
    }
}

/// A package that a run was to be compared with, and cannot.
struct BaselineFailure: Error, CustomStringConvertible {
    let description: String
}
