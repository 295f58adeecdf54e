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
