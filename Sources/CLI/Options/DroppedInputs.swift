import ArgumentParser
import Evidence

/// Which of the inputs that a package keeps are not taken over into the new one.
struct DroppedInputs: ParsableArguments {
    @Flag(name: .customLong("no-baseline"), help: "Do not tell what changed since an earlier package.")
    var isWithoutBaseline = false

    @Flag(name: .customLong("no-templates"), help: "Render from the built-in templates, as is done anyway.")
    var isWithoutTemplates = false

    @Flag(
        name: .customLong("no-source-map"),
        help: "Place no alert on a line of the repository that --sarif-anchor or --terraform gave it.")
    var isWithoutSourceMap = false

    @Flag(name: .customLong("no-sarif-category"), help: "Leave the category of the SARIF reports to their upload.")
    var isWithoutCategory = false

    /// Throws where one is dropped and given anew.
    func check(against given: InputOptions, _ output: OutputOptions) throws {
        if isWithoutCategory && output.sarifCategory != nil {
            throw ValidationError("--no-sarif-category and --sarif-category exclude each other")
        }
        if isWithoutBaseline && given.baseline != nil {
            throw ValidationError("--no-baseline and --baseline exclude each other")
        }
        if isWithoutTemplates && given.templates != nil {
            throw ValidationError("--no-templates and --templates exclude each other")
        }
        if isWithoutSourceMap && (given.sources.anchor != nil || !given.sources.configurations.isEmpty) {
            throw ValidationError("--no-source-map goes neither with --sarif-anchor nor with --terraform")
        }
    }

    func category(of settings: Run.Settings) -> String? { isWithoutCategory ? nil : settings.sarifCategory }

    func rest(of inputs: RunInputs) -> RunInputs {
        var rest = inputs
        if isWithoutBaseline { rest.baseline = nil }
        // Whoever made the package chose them, and they may say anything.
        rest.templates = [:]
        if isWithoutSourceMap { rest.sourceMap = nil }
        return rest
    }
}
