import Evidence

/// One shared config or credentials file, read.
///
/// Names of sections are taken as the AWS CLI takes them: in the config file they are words of a shell, so that one
/// with a blank stands in quotes; in the credentials file they stand as they are. Headings that the AWS CLI skips are
/// kept apart, for whoever wants the profile that one of them means. Properties with names that AWS does not allow are
/// skipped.
/// Sources: AWS SDKs and Tools Reference Guide, "Shared config and credentials files"; botocore's `configloader`.
struct ProfileFile {
    enum Kind {
        /// Profiles are `[profile x]` and `[default]`; `[sso-session x]` and `[services x]` may stand beside them.
        case config
        /// All sections are profiles, by their bare names.
        case credentials
    }

    typealias Line = ArraySlice<UInt8>

    struct Heading: Hashable {
        enum Kind {
            case bareProfile
            case profile
            case ssoSession
            case services
        }

        var kind: Kind
        var name: String
    }

    private let path: String
    private let kind: Kind
    private var sections: [Heading: [String: Profiles.Property]] = [:]
    /// Nil before the first heading.
    private var place: Place?
    private var property: Draft?
    private(set) var unusable: [Profiles.Unusable] = []

    private enum Place {
        case skipped
        case section(Heading)
    }

    /// A property that may go on in the next line.
    private struct Draft {
        let name: Line
        var value: String
        var nested: [String: String] = [:]
        let indent: Int
        /// Nothing follows its `=`: what is indented below it are settings of its own.
        let isParent: Bool
    }

    /// - Parameter path: for the errors, which name the line, say what it should be, and never quote it.
    init(_ bytes: [UInt8], path: String, kind: Kind) throws(SettingError) {
        self.path = path
        self.kind = kind
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
        var number = 0
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            do throws(Problem) {
                try take(line, number)
            } catch {
                throw SettingError("line \(number) of \(path.visible())", error.sentence)
            }
        }
        endProperty()
    }

    /// What it says, by the names of sections.
    var profiles: Profiles {
        var profiles = Profiles()
        for (heading, properties) in sections {
            let section = Profiles.Section(name: heading.name, properties: properties)
            switch heading.kind {
            case .profile: profiles.profiles[heading.name] = section
            case .ssoSession: profiles.ssoSessions[heading.name] = section
            case .services: profiles.services[heading.name] = section
            // `[profile default]` stands for all of `[default]`.
            case .bareProfile where sections[Heading(kind: .profile, name: heading.name)] == nil:
                profiles.profiles[heading.name] = section
            case .bareProfile: break
            }
        }
        return profiles
    }

    private mutating func take(_ line: Line, _ number: Int) throws(Problem) {
        guard String(validating: line, as: UTF8.self) != nil else { throw .notUTF8 }
        let content = line.withoutBlanks
        guard let first = content.first, !first.beginsComment else { return }
        let indent = content.startIndex - line.startIndex

        if let draft = property.map({ (indent: $0.indent, isParent: $0.isParent) }), indent > draft.indent {
            try takeContinuation(content, ofParent: draft.isParent)
        } else if first == UInt8(ascii: "[") {
            endProperty()
            place = try section(content, number)
        } else {
            endProperty()
            guard place != nil else { throw .noSection(kind) }
            let (name, value) = try Self.assignment(in: content)
            property = Draft(name: name, value: value.text, indent: indent, isParent: value.isEmpty)
        }
    }

    /// In place: a value of many lines is not copied for each.
    private mutating func takeContinuation(_ content: Line, ofParent isParent: Bool) throws(Problem) {
        property?.value += "\n" + content.text
        guard isParent else { return }
        let (name, value) = try Self.assignment(in: content)
        property?.nested[name.text.lowercased()] = value.text
    }

    private mutating func endProperty() {
        defer { property = nil }
        guard let property, case .section(let heading) = place, property.name.isAllowedName else { return }
        sections[heading]?[property.name.text.lowercased()] = Profiles.Property(
            property.value, nested: property.nested, file: path)
    }

    private mutating func section(_ content: Line, _ number: Int) throws(Problem) -> Place {
        guard content.contains(UInt8(ascii: "]")) else { throw .openHeading(kind) }
        guard let end = content.endOfHeading else { throw .textAfterHeading }
        let title = content[..<end].dropFirst().withoutBlanks
        guard let heading = Heading(title, in: kind) else {
            if let section = Profiles.Unusable(title, line: number, file: path) { unusable.append(section) }
            return .skipped
        }
        sections[heading, default: [:]].merge([:]) { $1 }
        return .section(heading)
    }

    private static func assignment(in content: Line) throws(Problem) -> (name: Line, value: Line) {
        let content = content.withoutComment
        guard let sign = content.firstIndex(of: UInt8(ascii: "=")) else { throw .noAssignment }
        let name = content[..<sign].withoutBlanks
        guard !name.isEmpty else { throw .noName }
        return (name, content[(sign + 1)...].withoutBlanks)
    }
}

extension ProfileFile.Heading {
    /// Nil for a section that has no meaning in a file of this kind.
    fileprivate init?(_ title: ProfileFile.Line, in file: ProfileFile.Kind) {
        if file == .credentials || title.text == "default" {
            let name = (title.quoted ?? title).text
            guard name.isUsableName else { return nil }
            self.init(kind: .bareProfile, name: name)
            return
        }
        let words: [String]
        do { words = try ShellWords.split(title.text) } catch { return nil }
        guard words.count == 2, words[1].isUsableName else { return nil }
        switch words[0] {
        case "profile": self.init(kind: .profile, name: words[1])
        case "sso-session": self.init(kind: .ssoSession, name: words[1])
        case "services": self.init(kind: .services, name: words[1])
        default: return nil
        }
    }
}

extension Profiles.Unusable {
    /// Nil for a heading that speaks of no profile.
    fileprivate init?(_ title: ProfileFile.Line, line: Int, file: String) {
        let word = title.prefix { !$0.isBlank }.text
        if ["sso-session", "services"].contains(word) { return nil }
        let rest = title.dropFirst(word.utf8.count).withoutBlanks
        let isProfile = word == "profile" && !rest.isEmpty
        let name = (isProfile ? rest : title).text.filter { $0 != "'" && $0 != "\"" }
        self.init(name: name, isProfile: isProfile, line: line, file: file)
    }
}

extension String {
    /// What a line of a report or a terminal can show.
    fileprivate var isUsableName: Bool { !isEmpty && !unicodeScalars.contains(where: \.isActing) }
}

/// The ends of sentences that begin with a line and its file.
private enum Problem: Error {
    case notUTF8
    case noSection(ProfileFile.Kind)
    case openHeading(ProfileFile.Kind)
    case textAfterHeading
    case noAssignment
    case noName

    var sentence: String {
        switch self {
        case .notUTF8: "holds a byte that is not UTF-8: save the file as UTF-8 text"
        case .noSection(let kind): "stands before the first section: put \(kind.example) above it"
        case .openHeading(let kind): "begins a section and has no closing bracket: write \(kind.example)"
        case .textAfterHeading: "has text behind the heading of a section: move it to the next line"
        case .noAssignment: "is no setting: write it as name = value, or put # before it"
        case .noName: "has no name before its equals sign: write it as name = value"
        }
    }
}

extension ProfileFile.Kind {
    fileprivate var example: String { self == .config ? "[default] or [profile NAME]" : "[default] or [NAME]" }
}

extension UInt8 {
    fileprivate var isBlank: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r") || self == 0x0B
            || self == 0x0C
    }

    fileprivate var beginsComment: Bool { self == UInt8(ascii: "#") || self == UInt8(ascii: ";") }
}

extension ProfileFile.Line {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }

    fileprivate var withoutBlanks: Self {
        let rest = drop(while: \.isBlank)
        return rest.dropLast(rest.reversed().prefix(while: \.isBlank).count)
    }

    /// A comment begins behind a blank: `#` and `;` may stand in a value.
    fileprivate var withoutComment: Self {
        let start = indices.dropFirst().first { self[$0].beginsComment && self[$0 - 1].isBlank }
        return start.map { self[..<$0] } ?? self
    }

    /// Its closing bracket: the first with nothing but a comment behind it, as a name may hold brackets.
    fileprivate var endOfHeading: Index? {
        indices.first { index in
            guard self[index] == UInt8(ascii: "]") else { return false }
            let rest = self[(index + 1)...].drop(while: \.isBlank)
            return rest.first?.beginsComment ?? true
        }
    }

    /// What AWS allows in the names of properties.
    fileprivate var isAllowedName: Bool {
        !isEmpty
            && allSatisfy { PercentEncoding.isUnreserved($0) && $0 != UInt8(ascii: "~") || "/%@:+".utf8.contains($0) }
    }

    /// The inside of `"my profile"`, which the AWS CLI writes for a name with a blank; nil where there are no quotes.
    fileprivate var quoted: Self? {
        guard let quote = first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), count > 2, last == quote
        else { return nil }
        let inside = dropFirst().dropLast()
        return inside.contains(quote) ? nil : inside
    }
}
