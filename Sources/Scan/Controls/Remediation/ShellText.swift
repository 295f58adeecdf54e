import Evidence

/// Text for a POSIX shell: the one place where words are quoted.
enum ShellText {
    /// The word as the shell reads it back, whatever is in it. A NUL, which no argument can hold, becomes its
    /// picture.
    static func quoted(_ word: String) -> String {
        if !word.isEmpty && word.utf8.allSatisfy(\.isPlainInShell) { return word }
        let quote = UInt8(ascii: "'")
        guard word.utf8.contains(where: { $0 == 0 || $0 == quote }) else { return "'\(word)'" }
        var text = [quote]
        text.reserveCapacity(word.utf8.count + 32)
        for byte in word.utf8 {
            switch byte {
            case 0: text += "␀".utf8
            case quote: text += #"'\''"#.utf8
            default: text.append(byte)
            }
        }
        text.append(quote)
        return String(decoding: text, as: UTF8.self)
    }

    /// A command: on one line where it fits, else with each option on a line of its own.
    static func command(_ words: [String], indent: String = "") -> String {
        let quoted = words.map(quoted)
        let isLong = quoted.reduce(indent.utf8.count - 1) { $0 + 1 + $1.utf8.count } > 110
        var text = indent
        for (index, word) in quoted.enumerated() {
            if index > 0 {
                text += " "
                if isLong && word.utf8.starts(with: "--".utf8) { text += "\\\n\(indent)  " }
            }
            text += word
        }
        return text
    }

    /// What every command of the AWS CLI goes by.
    static func environment(in region: String) -> String {
        "export AWS_PAGER='' AWS_REGION=\(quoted(region)) AWS_DEFAULT_REGION=\(quoted(region))"
    }

    /// Comment lines; no character of the text can end one.
    static func comment(_ text: String, indent: String = "") -> String { "\(indent)# \(text.visible())" }
}

extension UInt8 {
    /// Stands for itself in a word of the shell.
    fileprivate var isPlainInShell: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "="),
            UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
