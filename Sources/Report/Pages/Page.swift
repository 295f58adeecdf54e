/// A value that a template can name: text, a flag, a list, or an object with fields.
///
/// An object answers for every field it has, always: a field without a value is `.absent`, so that
/// no template climbs to a field of the same name further out. Objects and lists are made when
/// the template asks for them, so that the page of a large estate is never in memory as a whole.
package enum Page {
    /// Renders empty, and is a false section.
    case absent
    /// Whatever came from AWS, a file or a user. Empty text is as good as absent.
    case text(String)
    /// Words and numbers of Exhibit's own.
    case own(String)
    /// Text from outside in which line breaks count: commands, configurations.
    case lines(String)
    /// What is no value but a part of the page: its style sheet, its script. Never escaped.
    case verbatim(String)
    case flag(Bool)
    case list(count: Int, item: (Int) -> Page)
    /// The field of a name; nil for a name that the object does not know.
    case object((String) -> Page?)
}

extension Page {
    /// Text that may be missing.
    package static func maybe(_ text: String?) -> Page {
        if let text { .text(text) } else { .absent }
    }

    /// A count, with a comma at each thousand.
    package static func number(_ number: Int) -> Page {
        .own(number.grouped)
    }

    package static func list<Element>(_ elements: [Element], _ page: @escaping (Element) -> Page) -> Page {
        .list(count: elements.count) { page(elements[$0]) }
    }

    package static func texts(_ texts: [String]) -> Page {
        .list(texts) { .text($0) }
    }

    /// The address of a page on the web, for a link; absent unless it is https.
    package static func link(_ address: String) -> Page {
        address.hasPrefix("https://") ? .text(address) : .absent
    }

    /// A file of the package, for a link; absent unless it is a plain path below the package.
    package static func file(_ path: String?) -> Page {
        guard let path, path.hasPrefix("data/"), !path.split(separator: "/").contains(".."),
            path.utf8.allSatisfy(\.isPlainInPath)
        else { return .absent }
        return .text(path)
    }
}

extension Int {
    /// `20,000`, in every language.
    package var grouped: String {
        let digits = String(magnitude)
        var text = self < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `1 VPC`, `2,000 VPCs`.
    package func of(_ noun: String, _ plural: String? = nil) -> String {
        "\(grouped) \(self == 1 ? noun : plural ?? noun + "s")"
    }
}

extension UInt8 {
    /// Letters, digits, and what paths in a package are made of beside them.
    fileprivate var isPlainInPath: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "/"): true
        default: false
        }
    }
}
