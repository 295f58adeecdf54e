import AWS
import Evidence
import XML

extension XMLElement {
    /// The text of a field that no record of its kind can be without.
    func required(_ field: StaticString, of record: String) throws(RecordError) -> String {
        guard let text = text(field), !text.isEmpty else { throw .missing(field, of: record) }
        return text
    }

    /// Absent and empty are the same to EC2.
    func optional(_ field: StaticString) -> String? {
        guard let text = text(field), !text.isEmpty else { return nil }
        return text
    }

    /// Whether a field is there and says nothing.
    func isEmpty(_ field: StaticString) -> Bool { text(field)?.isEmpty == true }

    /// Throws for a record that gives anything twice: no telling which of them holds.
    ///
    /// - Parameter lists: what may come again and again, beside `item`.
    func check(_ record: String, lists: [StaticString] = []) throws(RecordError) {
        if let field = repeatedName(except: lists) { throw .repeated(field, of: record) }
    }

    /// Throws for a member that is not one of those that are known: where nothing said is good news, it may be bad.
    func hold(to members: [String], of record: String) throws(RecordError) {
        try forEachChild { (child: XMLElement) throws(RecordError) in
            if !members.contains(child.name) { throw .unknown(child.name, of: record) }
        }
    }

    /// An id as AWS makes them; anything else is no id, and is not kept.
    func requestId(_ field: StaticString) -> String? {
        RequestId.checked(optional(field))
    }

    func flag(_ field: StaticString, of record: String) throws(RecordError) -> Bool? {
        switch optional(field) {
        case nil: nil
        case "true": true
        case "false": false
        default: throw .malformed(field, of: record, "true or false")
        }
    }

    func number(_ field: StaticString, of record: String) throws(RecordError) -> Int? {
        guard let text = optional(field) else { return nil }
        guard let number = Int(text) else { throw .malformed(field, of: record, "a number") }
        return number
    }

    /// A set of `key` and `value` pairs, which most records bear as `tagSet`.
    func tags(of record: String) throws(RecordError) -> [Tag] {
        var tags: [Tag] = []
        guard let set = child("tagSet") else { return tags }
        tags.reserveCapacity(set.childCount)
        try set.forEachItem { (item) throws(RecordError) in
            guard let key = item.text("key") else { throw .missing("key", of: "a tag of \(record)") }
            tags.append(Tag(key, item.text("value") ?? ""))
        }
        return tags
    }
}

extension [Tag] {
    /// Whether two of them have the same key, byte for byte.
    var repeatAKey: Bool {
        // AWS allows 50; comparing each with each of very many would not end.
        if count > 64 { return Set(map { [UInt8]($0.key.utf8) }).count < count }
        for index in indices.dropFirst() {
            let key = self[index].key.utf8
            for earlier in self[..<index] where earlier.key.utf8.count == key.count {
                if earlier.key.utf8.elementsEqual(key) { return true }
            }
        }
        return false
    }
}

/// Identifiers become parts of paths, ARNs and commands, so their characters are checked where they enter.
enum Identifier {
    /// `vpc-` and the like, then letters and digits.
    static func isResource(_ id: String, prefix: String) -> Bool {
        let start = prefix.utf8.count
        guard start + 1...64 ~= id.utf8.count, id.hasPrefix(prefix) else { return false }
        return all(of: id, from: start, isLetterOrDigit)
    }

    /// Twelve digits.
    static func isAccount(_ id: String) -> Bool {
        id.utf8.count == 12 && all(of: id, from: 0) { (0x30...0x39).contains($0) }
    }

    @inline(__always)
    private static func all(of id: String, from start: Int, _ isAllowed: (UInt8) -> Bool) -> Bool {
        var id = id
        return id.withUTF8 { $0[start...].allSatisfy(isAllowed) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
