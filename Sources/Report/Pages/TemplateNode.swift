/// A part of a template: text, a tag that prints a value, or a section with its parts.
indirect enum TemplateNode: Sendable {
    case text(String)
    case value(String)
    case section(String, [TemplateNode])
    case inverted(String, [TemplateNode])

    /// The parts of a template. A line that holds one tag and prints nothing is no line of the result.
    /// Source: mustache(5), and its specification for standalone lines.
    ///
    /// Throws for sections that are not closed, or not in order.
    static func all(
        in text: String, tags: [TemplateTag], of template: String
    ) throws(TemplateFailure) -> [TemplateNode] {
        let source = Array(text.utf8)
        var sections: [(opening: TemplateTag, before: [TemplateNode])] = []
        var nodes: [TemplateNode] = []
        var position = 0
        func appendText(upTo end: Int) {
            if position < end { nodes.append(.text(String(decoding: source[position..<end], as: UTF8.self))) }
        }
        for tag in tags {
            let range = tag.kind == .value ? tag.range : source.line(around: tag.range) ?? tag.range
            appendText(upTo: range.lowerBound)
            position = range.upperBound
            switch tag.kind {
            case .value: nodes.append(.value(tag.name))
            case .comment: continue
            case .section, .inverted:
                sections.append((tag, nodes))
                nodes = []
            case .close:
                guard let section = sections.popLast(), section.opening.name == tag.name else {
                    throw malformed(template, tag, "{{/\(tag.name)}} closes no section that is open last")
                }
                let isInverted = section.opening.kind == .inverted
                nodes = section.before + [isInverted ? .inverted(tag.name, nodes) : .section(tag.name, nodes)]
            }
        }
        if let open = sections.last?.opening { throw malformed(template, open, "\(open.name) is not closed") }
        appendText(upTo: source.count)
        return nodes
    }

    private static func malformed(_ template: String, _ tag: TemplateTag, _ problem: String) -> TemplateFailure {
        TemplateFailure(template: template, line: tag.line, name: problem, problem: .malformed)
    }
}

extension [UInt8] {
    /// The whole line, its end included, if nothing but blanks stands beside the range.
    fileprivate func line(around range: Range<Int>) -> Range<Int>? {
        let blanks: Set = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        let start = self[..<range.lowerBound].lastIndex { !blanks.contains($0) }.map { $0 + 1 } ?? 0
        guard start == 0 || self[start - 1] == UInt8(ascii: "\n") else { return nil }
        guard var end = self[range.upperBound...].firstIndex(where: { !blanks.contains($0) }) else {
            return start..<count
        }
        if self[end] == UInt8(ascii: "\r") { end += 1 }
        guard end < count, self[end] == UInt8(ascii: "\n") else { return nil }
        return start..<(end + 1)
    }
}
