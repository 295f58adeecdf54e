import Evidence

extension SARIFLog {
    /// Plain text for people. Whatever is in it is read, never taken for SARIF's own syntax.
    ///
    /// Braces are doubled (SARIF §3.11.5: they mark placeholders). A link is `[text](target)` (§3.11.6); a
    /// space before its parenthesis makes it text again. Backslashes would not: the specification knows them
    /// inside links only, and viewers that search by pattern find the link all the same.
    struct Message: Encodable {
        let text: String

        init(_ text: String) {
            var escaped = ""
            var last: Unicode.Scalar?
            for scalar in text.visible().unicodeScalars {
                if scalar == "(" && last == "]" { escaped.append(" ") }
                if scalar == "{" || scalar == "}" { escaped.unicodeScalars.append(scalar) }
                escaped.unicodeScalars.append(scalar)
                last = scalar
            }
            self.text = escaped
        }
    }
}
