/// A list whose elements are made one by one while they are written, so that they are never in memory together.
struct Streamed<Element: Encodable>: Encodable {
    private let each: ((Element) throws -> Void) throws -> Void

    init(_ elements: some Sequence<Element>) {
        each = { body in try elements.forEach(body) }
    }

    /// Nil for none: some formats know no empty list.
    init?(unlessEmpty elements: some Collection<Element>) {
        if elements.isEmpty { return nil }
        self.init(elements)
    }

    func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try each { try list.encode($0) }
    }
}
