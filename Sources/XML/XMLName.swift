/// The name of an element, in the memory of libxml2's dictionary.
struct XMLName {
    fileprivate let start: UnsafePointer<UInt8>
    private let count: Int32

    /// Takes a name that ends with NUL; what its first colon ends is a prefix.
    fileprivate init(withoutPrefix name: UnsafePointer<UInt8>) {
        var start = name
        var end = name
        while end.pointee != 0 {
            if end.pointee == UInt8(ascii: ":") && start == name { start = end + 1 }
            end += 1
        }
        self.start = start
        count = Int32(truncatingIfNeeded: end - start)
    }

    var text: String {
        String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
    }

    /// One bit of 64. The same name has the same.
    @inline(__always)
    var mark: UInt64 {
        if count == 0 { return 1 }
        let last = start[Int(count) &- 1]
        return 1 << UInt64((start[0] &* 7 &+ last &* 3 &+ UInt8(truncatingIfNeeded: count) &* 5) & 63)
    }

    @inline(__always)
    func isSame(as other: XMLName) -> Bool {
        other.start == start && other.count == count
            || isSame(as: UnsafeBufferPointer(start: other.start, count: Int(other.count)))
    }

    @inline(__always)
    func isSame(as literal: StaticString) -> Bool {
        isSame(as: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    @inline(__always)
    func isSame(as wanted: UnsafeBufferPointer<UInt8>) -> Bool {
        if Int(count) != wanted.count { return false }
        var index = 0
        while index < wanted.count {
            if start[index] != wanted[index] { return false }
            index &+= 1
        }
        return true
    }
}

/// Names that were met before. libxml2 keeps each of them in one place only, by which it is found again.
struct XMLNameTable: ~Copyable {
    private static let size = 256
    private let names: UnsafeMutablePointer<XMLName?>

    init() {
        names = .allocate(capacity: Self.size)
        names.initialize(repeating: nil, count: Self.size)
    }

    deinit { names.deallocate() }

    @inline(__always)
    func name(at start: UnsafePointer<UInt8>) -> XMLName {
        // Names lie one behind the other, so that few share the last bits. One with a prefix is never found.
        let place = names + Int(bitPattern: start) & (Self.size &- 1)
        if let known = place.pointee, known.start == start { return known }
        let name = XMLName(withoutPrefix: start)
        place.pointee = name
        return name
    }
}
