import Evidence

/// Text for a POSIX shell: the one place where words are quoted.
enum ShellText {
    /// The word as the shell reads it back, whatever is in it. A NUL, which no argument can hold, becomes its
    /// picture.
    static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "_./:=@%+,-".utf8.contains(byte)
        }
        if isPlain && !word.isEmpty { return word }
        guard word.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "'") }) else { return "'\(word)'" }
        let text = word.unicodeScalars.map { $0 == "\0" ? "␀" : $0 == "'" ? #"'\''"# : String($0) }
        return "'" + text.joined() + "'"
    }

    /// A command: on one line where it fits, else with each option on a line of its own.
    static func command(_ words: [String], indent: String = "") -> String {
        let quoted = words.map(quoted)
        let line = indent + quoted.joined(separator: " ")
        guard line.utf8.count > 110 else { return line }
        var lines: [[String]] = [[]]
        for (word, text) in zip(words, quoted) {
            if word.hasPrefix("--") { lines.append([" ", text]) } else { lines[lines.count - 1].append(text) }
        }
        return lines.map { indent + $0.joined(separator: " ") }.joined(separator: " \\\n")
    }

    /// What every command of the AWS CLI goes by.
    static func environment(in region: String) -> String {
        "export AWS_PAGER='' AWS_REGION=\(quoted(region)) AWS_DEFAULT_REGION=\(quoted(region))"
    }

    /// Comment lines; no character of the text can end one.
    static func comment(_ text: String, indent: String = "") -> String { "\(indent)# \(text.visible())" }
}
