import Evidence

/// How values are written into a kind of text so that they are only ever read, never obeyed.
package struct Escaping: Sendable {
    /// Text from outside.
    let text: @Sendable (String) -> String
    /// Exhibit's own words.
    let own: @Sendable (String) -> String
    /// Text from outside, line breaks kept.
    let lines: @Sendable (String) -> String
}

extension Escaping {
    /// For HTML: between tags, and in attributes with quotes.
    package static let html = Escaping(
        text: { escapeHTML($0.visible()) },
        own: { escapeHTML($0.visible()) },
        lines: { escapeHTML($0.visible(keepingNewlines: true)) })

    /// For GitHub-flavoured Markdown, tables included.
    ///
    /// Text from outside stands in code spans, where nothing is markup: no link, image, mention, HTML.
    /// Sources: CommonMark 0.31 §6.1, §4.5; GFM §4.10 for the pipe in a cell.
    package static let markdown = Escaping(
        text: { codeSpan($0.visible()) },
        own: { escapeMarkdown($0.visible()) },
        lines: { codeBlock($0.visible(keepingNewlines: true)) })
}

/// By scalars: a quotation mark that a combining character has joined is still a quotation mark to HTML.
private func escapeHTML(_ text: String) -> String {
    guard text.utf8.contains(where: { htmlEntity($0) != nil }) else { return text }
    var escaped: [UInt8] = []
    escaped.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
        if let entity = htmlEntity(byte) {
            escaped.append(contentsOf: entity.utf8)
        } else {
            escaped.append(byte)
        }
    }
    return String(decoding: escaped, as: UTF8.self)
}

private func htmlEntity(_ byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
}

private func codeSpan(_ text: String) -> String {
    let fence = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
    let content = escapePipes(text)
    // One space on each side is taken off again, and keeps a backtick away from the fence. Spaces alone stay.
    let ends = [content.unicodeScalars.first, content.unicodeScalars.last]
    let needsSpace = ends.contains("`") || ends == [" ", " "] && content.unicodeScalars.contains { $0 != " " }
    return needsSpace ? "\(fence) \(content) \(fence)" : fence + content + fence
}

/// By scalars: a pipe that a combining character has joined still ends a cell.
private func escapePipes(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "|")) else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
        if scalar == "|" { escaped.append("\\") }
        escaped.unicodeScalars.append(scalar)
    }
    return escaped
}

private func codeBlock(_ text: String) -> String {
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
    return "\(fence)\n\(text)\(text.utf8.last == UInt8(ascii: "\n") ? "" : "\n")\(fence)"
}

private func escapeMarkdown(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
        if "\\`*_[]<>&|#~$@".unicodeScalars.contains(scalar) { escaped.append("\\") }
        escaped.unicodeScalars.append(scalar)
    }
    return escaped
}

private func longestRun(of scalar: Unicode.Scalar, in text: String) -> Int {
    var longest = 0
    var run = 0
    for each in text.unicodeScalars {
        run = each == scalar ? run + 1 : 0
        longest = max(longest, run)
    }
    return longest
}
