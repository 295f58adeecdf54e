/// What the command line itself says: which options, with which values.
struct GivenOptions {
    /// By long name; a flag has `true` or `false`.
    private(set) var values: [String: [String]] = [:]

    /// - Parameter arguments: those after the command's name. ArgumentParser takes no value that begins with a dash,
    ///   unless it follows `=`.
    init(_ arguments: [String], of options: [CommandOption]) {
        var rest = arguments[...]
        while let argument = rest.popFirst(), argument != "--" {
            if argument.hasPrefix("--") {
                let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                note(String(parts[0]), value: parts.count > 1 ? String(parts[1]) : nil, &rest, options)
            } else if argument.hasPrefix("-") {
                let parts = argument.dropFirst().split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                for letter in parts[0] {
                    guard let option = options.first(where: { $0.letters.contains(String(letter)) }) else { continue }
                    note(option.name, value: parts.count > 1 ? String(parts[1]) : nil, &rest, options)
                }
            }
        }
    }

    private mutating func note(
        _ name: String, value: String?, _ rest: inout ArraySlice<String>, _ options: [CommandOption]
    ) {
        if let option = options.first(where: { $0.name == name }) {
            guard option.takesValue else { return values[name] = ["true"] }
            let follows = rest.first.map { !$0.hasPrefix("-") || $0 == "-" } ?? false
            guard let value = value ?? (follows ? rest.popFirst() : nil) else { return }
            values[name] = (option.isRepeating ? values[name] ?? [] : []) + [value]
        } else if name.hasPrefix("no-") {
            let flag = String(name.dropFirst(3))
            if options.contains(where: { $0.name == flag && !$0.takesValue }) { values[flag] = ["false"] }
        }
    }
}
