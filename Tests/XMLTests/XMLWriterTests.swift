import Testing
import XML

@Suite struct XMLWriterTests {
    @Test func `a document with text, attributes and a comment`() throws {
        let xml = try written(indented: false) { writer in
            try writer.comment("a--b-")
            try writer.element("a", [("x", "1\n2\t3\r\"<&>"), ("y", "é😀")]) {
                try writer.text("1 < 2 && ]]> \r\n\t\"é😀")
                try writer.element("b")
            }
        }
        #expect(
            xml == """
                <?xml version="1.0" encoding="UTF-8"?>
                <!--a- -b- --><a x="1&#10;2&#9;3&#13;&quot;&lt;&amp;&gt;" y="é😀">\
                1 &lt; 2 &amp;&amp; ]]&gt; &#13;\n\t"é😀<b/></a>

                """)
    }

    @Test(arguments: ["", "1\n2\t3\r\"<&>", "\u{0}\u{1B}\u{FFFF}é😀", "plain text of more than eight bytes"])
    func `attributes that are escaped once are as those of one element`(value: String) throws {
        let each = try written(indented: true) { writer in
            try writer.start("r")
            for _ in 1...2 { try writer.element("a", [("x", value), ("y", "y" + value), ("z", value + "z")]) }
        }
        let once = try written(indented: true) { writer in
            try writer.start("r")
            let more = XMLAttributes([("y", "y" + value), ("z", value + "z")])
            for _ in 1...2 {
                try writer.start("a", ("x", value), more)
                try writer.end()
            }
        }
        #expect(once == each)
    }

    @Test func `indentation adds nothing to an element that holds text`() throws {
        let xml = try written(indented: true) { writer in
            try writer.element("a", [("k", "v")]) {
                try writer.comment("c")
                try writer.element("b") { try writer.text("one line") }
                try writer.element("m") {
                    try writer.text("mixed ")
                    try writer.element("i") { try writer.text("x") }
                    try writer.comment("y")
                    try writer.element("j") { try writer.element("k") }
                }
                try writer.element("n") { try writer.element("o") }
                try writer.element("p") { try writer.comment("q") }
                try writer.element("e") { try writer.text("") }
            }
        }
        #expect(
            xml == """
                <?xml version="1.0" encoding="UTF-8"?>
                <a k="v">
                  <!--c-->
                  <b>one line</b>
                  <m>mixed <i>x</i><!--y--><j><k/></j></m>
                  <n>
                    <o/>
                  </n>
                  <p>
                    <!--q-->
                  </p>
                  <e/>
                </a>

                """)
    }

    @Test func `start and end, and finish closes what is open`() throws {
        let xml = try written(indented: false) { writer in
            try writer.start("a", [])
            try writer.start("b", [("c", "")])
            try writer.end()
            try writer.start("d")
        }
        #expect(xml == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a><b c=\"\"/><d/></a>\n")
    }

    @Test func `what an output throws comes out`() throws {
        struct DiskFull: Error {}
        let writer = try XMLWriter(indented: true) { _ in throw DiskFull() }
        try writer.startDocument()
        try writer.element("a")
        let error = #expect(throws: XMLWritingError.self) { try writer.finish() }
        guard case .output(let cause) = error else {
            Issue.record("not the output's error")
            return
        }
        #expect(cause is DiskFull)
        #expect(throws: XMLWritingError.self) {
            let early = try XMLWriter(indented: true) { _ in throw DiskFull() }
            try early.start("a")
            for _ in 0..<100_000 { try early.element("b") }
            Issue.record("it went on writing")
        }
    }

    @Test func `what a content closure throws comes out`() throws {
        struct Stop: Error {}
        let writer = try XMLWriter(indented: false) { _ in }
        #expect(throws: Stop.self) { try writer.element("a") { throw Stop() } }
    }

    @Test func `a long document leaves in pieces`() throws {
        var pieces: [Int] = []
        let writer = try XMLWriter(indented: false) { pieces.append($0.count) }
        try writer.start("a")
        for _ in 0..<50_000 { try writer.element("b", [("c", "0123456789")]) }
        try writer.text(String(repeating: "é<", count: 1_000_000))
        #expect(pieces.count > 100)
        #expect(pieces.allSatisfy { $0 <= 1 << 16 })
        #expect(pieces.reduce(0, +) > 6_900_000)
    }

    @Test func `a writer that is dropped writes no more`() throws {
        var pieces = 0
        do {
            let writer = try XMLWriter(indented: false) { _ in pieces += 1 }
            try writer.start("a")
            try writer.text("x")
        }
        #expect(pieces == 0)
    }

    @Test func `calls that would make the document malformed are refused`() throws {
        let writer = try XMLWriter(indented: false) { _ in }
        #expect(throws: XMLWritingError.self) { try writer.text("x") }
        #expect(throws: XMLWritingError.self) { try writer.end() }
        #expect(throws: XMLWritingError.self) { try writer.finish() }
        try writer.element("a")
        #expect(throws: XMLWritingError.self) { try writer.startDocument() }
        #expect(throws: XMLWritingError.self) { try writer.start("b") }
        #expect(throws: XMLWritingError.self) { try writer.text("x") }
        try writer.finish()
        #expect(throws: XMLWritingError.self) { try writer.comment("x") }
        #expect(throws: XMLWritingError.self) { try writer.finish() }
    }
}

/// The document that `body` writes, with its declaration.
func written(indented: Bool, _ body: (XMLWriter) throws -> Void) throws -> String {
    var bytes: [UInt8] = []
    let writer = try XMLWriter(indented: indented) { bytes.append(contentsOf: $0) }
    try writer.startDocument()
    try body(writer)
    try writer.finish()
    return String(decoding: bytes, as: UTF8.self)
}
