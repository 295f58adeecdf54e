import ArgumentParser
import Evidence

/// The configuration file that holds.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration file (default: \(ConfigurationFile.usualName), where it is there).",
            discussion: "A report takes what its package was made with, unless a file is named.",
            valueName: "file"),
        completion: .file())
    var file: String?

    /// Nil where none is named, and none lies in the current folder. Throws for one that cannot be used.
    func usual() throws(ConfigurationError) -> ConfigurationFile? {
        if let named = try named() { return named }
        let name = ConfigurationFile.usualName
        return ConfigurationFile.isThere(name) ? try ConfigurationFile.read(name) : nil
    }

    /// Nil where none is named.
    func named() throws(ConfigurationError) -> ConfigurationFile? {
        guard let file else { return nil }
        return try ConfigurationFile.read(file)
    }
}
