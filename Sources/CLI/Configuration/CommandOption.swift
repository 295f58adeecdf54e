import Foundation

/// An option of a command.
struct CommandOption: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// - hasInverse: there is `--no-…` too.
        case flag(hasInverse: Bool)
        case choice([String])
        case number
        case path
        case text
    }

    /// The long name, without dashes: it is the key in a configuration file.
    let name: String
    /// The names of one letter.
    var letters: [String] = []
    let kind: Kind
    var isRepeating = false
    var abstract = ""
    var discussion = ""
    /// That of the option's declaration; nil where the command decides later.
    var declaredDefault: String?
    /// Its declaration allows a file that nobody named to set it: whoever laid one into the folder does not choose who
    /// is asked and trusted, nor what is read, signed, replaced, silenced or sent.
    var isAllowedInFoundFile = false
    /// One argument may hold several values, with commas between them.
    var isList = false

    /// What the help calls a value that is a number.
    static let numbers: Set<String> = ["number", "n", "seconds", "hours", "days", "seed"]

    /// What says which file is read, and what ends the program: no settings.
    static let others: Set<String> = ["help", "version", "config", "no-config"]

    /// Whether a file may set it: what is kept nowhere is not kept there either.
    var isSettable: Bool { name != "external-id" }

    var takesValue: Bool {
        if case .flag = kind { false } else { true }
    }

    /// What holds in a command where nobody says otherwise, in words.
    func usual(of command: String) -> String {
        let words = usual.components(separatedBy: "; of report: ")
        return (["report", "remediate"].contains(command) ? words.last : words.first) ?? usual
    }

    private var usual: String {
        if let declaredDefault, takesValue { return declaredDefault }
        if let range = abstract.range(of: "(default: ") {
            return String(abstract[range.upperBound...].prefix { $0 != ")" })
        }
        if let range = discussion.range(of: "Default: ") {
            return String(discussion[range.upperBound...].prefix { $0 != "\n" }.trimmingSuffix { $0 == "." })
        }
        return takesValue ? "none" : "no"
    }

    /// Variables that say the same, in the order in which they count. With one of them set, a file does not.
    var variables: [Variable] {
        switch name {
        case "profile":
            [
                Variable(name: "AWS_ACCESS_KEY_ID", isTold: false), Variable(name: "AWS_PROFILE"),
                Variable(name: "AWS_DEFAULT_PROFILE"),
            ]
        case "endpoint-url":
            ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL_STS"].map { Variable(name: $0) }
        default: []
        }
    }

    struct Variable {
        let name: String
        /// Whether its value may be shown.
        var isTold = true
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isCut: (Character) -> Bool) -> Substring {
        var text = self
        while let last = text.last, isCut(last) { text.removeLast() }
        return text
    }
}
