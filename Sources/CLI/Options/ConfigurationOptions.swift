import ArgumentParser

/// Which configuration file is read. `AppliedConfiguration` reads it before anything else is parsed.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "Take what is not said here from this file (default: exhibit.yml, where there is one).",
            valueName: "file"),
        completion: .file(extensions: ["yml", "yaml"]))
    var file: String?

    @Flag(name: .customLong("no-config"), help: "Read no configuration file.")
    var isOff = false

    func validate() throws {
        if file != nil && isOff { throw ValidationError("--config and --no-config exclude each other") }
    }

    /// As they were typed.
    var arguments: [String] { (file.map { ["--config=\($0)"] } ?? []) + (isOff ? ["--no-config"] : []) }

    /// As they are looked for before anything is parsed.
    static let list = [
        CommandOption(name: "config", kind: .path), CommandOption(name: "no-config", kind: .flag(hasInverse: false)),
    ]
}
