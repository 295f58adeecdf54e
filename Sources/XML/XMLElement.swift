/// An element of a document that was read: its children by local name, and their text.
///
/// Namespaces, attributes, comments and instructions are not kept. One that is kept beyond the closure
/// it was given to stays valid; it only costs the reader a new buffer.
package struct XMLElement {
    private let part: XMLPart
    private let index: Int

    init(_ part: XMLPart, at index: Int = 0) {
        self.part = part
        self.index = index
    }

    /// Without its prefix.
    package var name: String { part.tape.pointee.nodes[index].name.text }

    /// Of a leaf, its characters exactly; of an element with children, those of all leaves in it.
    package var text: String { text(at: index) }

    /// The text of the first child with this name; nil when there is none.
    package func text(_ name: StaticString) -> String? {
        firstChild(name).map { text(at: $0) }
    }

    package func child(_ name: StaticString) -> XMLElement? {
        firstChild(name).map { XMLElement(part, at: $0) }
    }

    package func has(_ name: StaticString) -> Bool { firstChild(name) != nil }

    /// Whether the first child with this name has this text.
    package func has(_ name: StaticString, _ text: StaticString) -> Bool {
        guard let child = firstChild(name) else { return false }
        return bytes(at: child).elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package var childCount: Int {
        var count = 0
        var child = index &+ 1
        let nodes = part.tape.pointee.nodes
        while child < Int(nodes[index].next) {
            count &+= 1
            child = Int(nodes[child].next)
        }
        return count
    }

    package func forEachChild<E: Error>(_ body: (XMLElement) throws(E) -> Void) throws(E) {
        var child = index + 1
        let end = Int(part.tape.pointee.nodes[index].next)
        while child < end {
            try body(XMLElement(part, at: child))
            child = Int(part.tape.pointee.nodes[child].next)
        }
    }

    /// Each `item` in the first child with this name. No such child: no items.
    package func items<E: Error>(
        of set: StaticString, _ body: (XMLElement) throws(E) -> Void
    ) throws(E) {
        try child(set)?.forEachItem(body)
    }

    package func forEachItem<E: Error>(_ body: (XMLElement) throws(E) -> Void) throws(E) {
        try forEachChild { (child: XMLElement) throws(E) in
            if child.part.tape.pointee.nodes[child.index].name.isSame(as: "item") { try body(child) }
        }
    }

    /// Whether more than one child has this name.
    package func isRepeated(_ name: StaticString) -> Bool {
        var count = 0
        forEachChild { if $0.part.tape.pointee.nodes[$0.index].name.isSame(as: name) { count += 1 } }
        return count > 1
    }

    /// The name of an element, here or deeper, that has a sibling of the same name; nil where there is none.
    ///
    /// - Parameter lists: names that may come again and again, beside `item`.
    package func repeatedName(except lists: [StaticString] = []) -> String? {
        let end = Int(part.tape.pointee.nodes[index].next)
        var parent = index
        while parent < end {
            if Int(part.tape.pointee.nodes[parent].next) > parent &+ 2, let name = repeatedChild(of: parent, lists) {
                return name.text
            }
            parent &+= 1
        }
        return nil
    }

    /// A name that two children share. Each name has one of 64 marks: only where a mark comes again are names compared.
    private func repeatedChild(of parent: Int, _ lists: [StaticString]) -> XMLName? {
        let nodes = part.tape.pointee.nodes
        let end = Int(nodes[parent].next)
        var seen: UInt64 = 0
        var count = 0
        var child = parent &+ 1
        while child < end {
            let name = nodes[child].name
            if !name.isSame(as: "item") && !lists.contains(where: name.isSame(as:)) {
                count &+= 1
                // No record has so many members; comparing each with each would not end.
                if count > 256 { return repeatedAmongMany(of: parent, lists) }
                if seen & name.mark != 0 {
                    var earlier = parent &+ 1
                    while earlier < child {
                        if nodes[earlier].name.isSame(as: name) { return name }
                        earlier = Int(nodes[earlier].next)
                    }
                }
                seen |= name.mark
            }
            child = Int(nodes[child].next)
        }
        return nil
    }

    private func repeatedAmongMany(of parent: Int, _ lists: [StaticString]) -> XMLName? {
        let nodes = part.tape.pointee.nodes
        var seen: Set<String> = []
        var child = parent &+ 1
        while child < Int(nodes[parent].next) {
            let name = nodes[child].name
            let isList = name.isSame(as: "item") || lists.contains(where: name.isSame(as:))
            if !isList && !seen.insert(name.text).inserted { return name }
            child = Int(nodes[child].next)
        }
        return nil
    }

    private func firstChild(_ name: StaticString) -> Int? {
        let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        let nodes = part.tape.pointee.nodes
        var child = index &+ 1
        let end = Int(nodes[index].next)
        while child < end {
            if nodes[child].name.isSame(as: wanted) { return child }
            child = Int(nodes[child].next)
        }
        return nil
    }

    private func text(at index: Int) -> String {
        let bytes = bytes(at: index)
        if bytes.count > 15 { return String(decoding: bytes, as: UTF8.self) }
        // Swift keeps so short a text without memory of its own, and fills it faster when asked this way.
        return String(unsafeUninitializedCapacity: bytes.count) { $0.initialize(fromContentsOf: bytes) }
    }

    private func bytes(at index: Int) -> UnsafeBufferPointer<UInt8> {
        let node = part.tape.pointee.nodes[index]
        return UnsafeBufferPointer(
            start: part.tape.pointee.text + Int(node.textStart), count: Int(node.textEnd &- node.textStart))
    }
}
