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
                </a>

                """)
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
