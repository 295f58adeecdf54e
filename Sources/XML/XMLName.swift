/// The name of an element, in the memory of libxml2's dictionary.
struct XMLName {
    private let start: UnsafePointer<UInt8>
    private let count: Int32

    /// Takes a name that ends with NUL; what its first colon ends is a prefix.
    @inline(__always)
    init(withoutPrefix name: UnsafePointer<UInt8>) {
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

    @inline(__always)
    func isSame(as literal: StaticString) -> Bool {
        let wanted = literal.utf8Start
        if Int(count) != literal.utf8CodeUnitCount { return false }
        var index = 0
        while index < Int(count) {
            if start[index] != wanted[index] { return false }
            index &+= 1
        }
        return true
    }
}
