import CLibXML2

/// A part of a document, flat: its elements in document order, and the text of all leaves in one buffer.
///
/// Filled while parsing without an allocation per element; emptied and filled again for the next record.
struct XMLTape: ~Copyable {
    struct Node {
        let name: XMLName
        /// The node after this one's last descendant; while the element is open, its parent.
        var next: Int32
        var textStart: Int32
        var textEnd: Int32
    }

    private(set) var nodes: UnsafeMutablePointer<Node>
    private(set) var count = 0
    private var capacity = 0
    private(set) var text: UnsafeMutablePointer<UInt8>
    private var textCount = 0
    private var textCapacity = 0
    private var open: Int32 = -1

    /// Takes no memory worth the name until something is put in.
    init() {
        nodes = .allocate(capacity: 0)
        text = .allocate(capacity: 0)
    }

    deinit {
        nodes.deallocate()
        text.deallocate()
    }

    /// Bytes in use.
    var size: Int { count &* MemoryLayout<Node>.stride &+ textCount }

    /// The name of the innermost open element.
    var openName: XMLName? { open < 0 ? nil : nodes[Int(open)].name }

    /// Drops the open element's text: so many blanks before its first child.
    @inline(__always)
    mutating func start(_ name: XMLName, after blanks: Int) {
        if count == capacity { growNodes() }
        textCount &-= blanks
        let place = Int32(truncatingIfNeeded: textCount)
        (nodes + count).initialize(to: Node(name: name, next: open, textStart: place, textEnd: place))
        open = Int32(truncatingIfNeeded: count)
        count &+= 1
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
        if textCapacity &- textCount < length { growText(by: length) }
        (text + textCount).initialize(from: bytes, count: length)
        textCount &+= length
    }

    mutating func end() {
        guard open >= 0 else { return }
        let node = nodes + Int(open)
        open = node.pointee.next
        node.pointee.next = Int32(truncatingIfNeeded: count)
        node.pointee.textEnd = Int32(truncatingIfNeeded: textCount)
    }

    /// The text of the innermost open element; none once it has a child.
    var openText: UnsafeBufferPointer<UInt8> {
        guard open >= 0, Int(open) == count &- 1 else { return UnsafeBufferPointer(start: nil, count: 0) }
        let start = Int(nodes[count &- 1].textStart)
        return UnsafeBufferPointer(start: text + start, count: textCount &- start)
    }

    mutating func removeAll() {
        count = 0
        textCount = 0
        open = -1
    }

    private mutating func growNodes() {
        capacity = max(64, capacity * 2)
        let larger = UnsafeMutablePointer<Node>.allocate(capacity: capacity)
        larger.moveInitialize(from: nodes, count: count)
        nodes.deallocate()
        nodes = larger
    }

    private mutating func growText(by length: Int) {
        textCapacity = max(4096, textCapacity * 2, textCount + length)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: textCapacity)
        larger.moveInitialize(from: text, count: textCount)
        text.deallocate()
        text = larger
    }
}

/// A tape that is filled and is read now; what its elements hold on to.
final class XMLPart {
    /// A pointer, because every look at a variable of a class is checked for exclusive access.
    let tape: UnsafeMutablePointer<XMLTape>
    private let names: XMLNames

    init(names: XMLNames) {
        self.names = names
        tape = .allocate(capacity: 1)
        tape.initialize(to: XMLTape())
    }

    deinit {
        tape.deinitialize(count: 1)
        tape.deallocate()
    }

    /// Exchanges what is on the tapes.
    func exchange(_ other: inout XMLTape) { swap(&tape.pointee, &other) }
}

/// Keeps the names that libxml2 has interned alive as long as an element may be asked for its own.
final class XMLNames {
    private let dictionary: xmlDictPtr?

    init(of parser: xmlParserCtxtPtr) {
        dictionary = parser.pointee.dict
        xmlDictReference(dictionary)
    }

    deinit { xmlDictFree(dictionary) }
}
