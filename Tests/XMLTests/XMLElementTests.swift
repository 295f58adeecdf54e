import Testing
import XML

@Suite struct XMLElementTests {
    @Test func `children are found by name, the first of several`() throws {
        let root = try element("<r><b>1</b><a><b>deep</b></a><b>2</b><c/><ab/></r>")
        #expect(root.text("b") == "1")
        #expect(root.child("a")?.text("b") == "deep")
        #expect(root.text("c") == "")
        #expect(root.text("d") == nil)
        #expect(!root.has("abc"))
        #expect(!root.has("r"))
        #expect(root.has("ab"))
        #expect(root.has("b", "1") && root.has("c", ""))
        #expect(!root.has("b", "2") && !root.has("b", "12") && !root.has("d", ""))
        #expect(root.child("d") == nil)
        #expect(root.child("c")?.text("b") == nil)
    }

    @Test func `text is exact, and of a branch that of its leaves`() throws {
        let root = try element("<r><a> x\n </a><b>\n<c>2</c>\n<d/><e><f> 3</f>\n</e></b></r>")
        #expect(root.text("a") == " x\n ")
        #expect(root.text("b") == "2 3")
        #expect(root.childCount == 2)
        #expect(root.child("b")?.childCount == 3)
        #expect(root.child("a")?.childCount == 0)
        #expect(root.child("b")?.text("c") == "2")
        #expect(root.child("b")?.text("d") == "")
    }

    @Test func `items are the items of the named set only`() throws {
        let root = try element("<r><s><item>1</item><x/><item>2</item></s><t><item>3</item></t><item>4</item></r>")
        var texts: [String] = []
        root.items(of: "s") { texts.append($0.text) }
        root.items(of: "none") { texts.append($0.text) }
        #expect(texts == ["1", "2"])
    }

    @Test func `a name that comes twice among siblings is found`() throws {
        let many = (0..<600).map { "<n\($0)/>" }.joined()
        for (xml, name) in [
            ("<r/>", nil), ("<r><a/><b/></r>", nil), ("<r><a/><a/></r>", "a"),
            ("<r><a/><b/><x:a xmlns:x='y'/></r>", "a"),
            ("<r><a><b/></a><b/></r>", nil), ("<r><a><b/><c/><b/></a></r>", "b"), ("<r><item/><item/></r>", nil),
            ("<r><s><item><k/><k/></item></s></r>", "k"), ("<r><a/>\(many)</r>", nil), ("<r>\(many)<n3/></r>", "n3"),
            ("<r><n0/>\(many)</r>", "n0"), ("<r><Rule/><Rule/></r>", "Rule"),
        ] as [(String, String?)] {
            let root = try element(xml)
            #expect(root.repeatedName() == name, "\(xml.prefix(60))")
            if let name { #expect(try element("<r><u/>\(xml)</r>").repeatedName() == name) }
        }
        #expect(try element("<r><Rule/><Rule/></r>").repeatedName(except: ["Rule"]) == nil)
        #expect(try element("<r><Rule><T/><T/></Rule></r>").repeatedName(except: ["Rule"]) == "T")
        let two = try element("<r><a/><b/><a/></r>")
        #expect(two.isRepeated("a") && !two.isRepeated("b") && !two.isRepeated("c"))
    }

    @Test func `what a closure throws comes out`() throws {
        struct Stop: Error {}
        let root = try element("<r><s><item/></s></r>")
        #expect(throws: Stop.self) { try root.forEachChild { (_: XMLElement) throws(Stop) in throw Stop() } }
        #expect(throws: Stop.self) { try root.items(of: "s") { (_: XMLElement) throws(Stop) in throw Stop() } }
    }

    @Test func `an element that is kept stays what it was, even without its reader`() throws {
        var kept: [XMLElement] = []
        let bytes = Array("<r><s><item><a>1</a></item><item><a>2</a></item><item/></s><n>é</n></r>".utf8)
        let envelope = try XMLReader.read(bytes, roots: ["r"], recordsIn: "s") { kept.append($0) }
        #expect(kept.map(outline) == ["item(a=1)", "item(a=2)", "item="])
        #expect(outline(envelope) == "r(s= n=é)")
    }

    @Test func `many children and long texts grow the tape`() throws {
        let numbers = (0..<5000).map(String.init)
        let long = String(repeating: "long ", count: 20_000)
        let root = try element("<r>" + numbers.map { "<a>\($0)</a>" }.joined() + "<b>\(long)</b></r>")
        var texts: [String] = []
        root.forEachChild { texts.append($0.text) }
        #expect(texts == numbers + [long])
    }

    private func element(_ xml: String) throws -> XMLElement {
        try XMLReader.read(Array(xml.utf8), roots: ["r"])
    }
}
