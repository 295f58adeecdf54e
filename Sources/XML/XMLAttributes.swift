/// Attributes that many elements have beside a first one: they are escaped once.
package struct XMLAttributes {
    /// As they stand after the value of another, the last one's value without its end.
    let bytes: [UInt8]

    package init(_ attributes: [(StaticString, String)]) {
        var bytes: [UInt8] = []
        for attribute in attributes { Self.append(attribute, to: &bytes) }
        self.bytes = bytes
    }

    static func append(_ attribute: (name: StaticString, value: String), to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "\" ".utf8)
        bytes.append(
            contentsOf: UnsafeBufferPointer(
                start: attribute.name.utf8Start, count: attribute.name.utf8CodeUnitCount))
        bytes.append(contentsOf: "=\"".utf8)
        XMLEscaping.attribute.append(attribute.value, to: &bytes)
    }
}
