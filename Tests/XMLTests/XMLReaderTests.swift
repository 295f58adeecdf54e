import Testing
import XML

@Suite struct XMLReaderTests {
    @Test func `records come one by one and the rest is the envelope`() throws {
        let (records, envelope) = try read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
                <requestId>r-1</requestId>
                <vpcSet>
                    <item><vpcId>vpc-1</vpcId></item>
                    <item><vpcId>vpc-2</vpcId><tagSet><item><key>a</key></item></tagSet></item>
                </vpcSet>
                <nextToken>t</nextToken>
            </DescribeVpcsResponse>
            """)
        #expect(records == ["item(vpcId=vpc-1)", "item(vpcId=vpc-2 tagSet(item(key=a)))"])
        #expect(outline(envelope) == "DescribeVpcsResponse(requestId=r-1 vpcSet= nextToken=t)")
    }

    @Test func `order, unknown elements, comments, instructions, prefixes and CDATA change nothing`() throws {
        let (records, envelope) = try read(
            """
            <!-- a --><?pi x?><e:DescribeVpcsResponse xmlns:e="urn:e" a="1"><new><item>no record</item></new>\
            <e:vpcSet><!-- b --><e:item b='2'><x:vpcId>v<!-- c -->p<?pi?>c<![CDATA[-<1>]]>&amp;&#49;&#xe9;</x:vpcId>\
            </e:item></e:vpcSet><nextToken/></e:DescribeVpcsResponse><!-- d -->
            """)
        #expect(records == ["item(vpcId=vpc-<1>&1é)"])
        #expect(outline(envelope) == "DescribeVpcsResponse(new(item=no record) vpcSet= nextToken=)")
    }

    /// Names are found again by where they lie, of which the reader remembers some hundreds.
    @Test func `however many names there are, none is taken for another`() throws {
        let names = (0..<2000).map { "n\($0 % 1000)" }
        let leaves = names.enumerated().map { index, name in
            let name = index % 3 == 0 ? "\(name):\(name)x" : name
            return "<\(name)>\(index)</\(name)>"
        }
        let root = try XMLReader.read(Array("<r>\(leaves.joined())</r>".utf8), roots: ["r"])
        var read: [String] = []
        root.forEachChild { read.append("\($0.name)=\($0.text)") }
        #expect(read == names.enumerated().map { index, name in "\(name)\(index % 3 == 0 ? "x" : "")=\(index)" })
    }

    @Test func `an item elsewhere is no record, and a set elsewhere is no set`() throws {
        let (records, envelope) = try read(
            """
            <DescribeVpcsResponse><item>a</item><other><vpcSet><x/></vpcSet><vpcSet><item>b</item></vpcSet></other>\
            <vpcSet><item><vpcSet><x/></vpcSet></item><item>2</item></vpcSet></DescribeVpcsResponse>
            """)
        #expect(records == ["item(vpcSet(x=))", "item=2"])
        #expect(outline(envelope) == "DescribeVpcsResponse(item=a other(vpcSet(x=) vpcSet(item=b)) vpcSet=)")
    }

    @Test(arguments: ["<vpcSet/>", "<vpcSet></vpcSet>", "<vpcSet>\n</vpcSet>"])
    func `an empty set has no records and can be told from none`(set: String) throws {
        let (records, envelope) = try read("<DescribeVpcsResponse>\(set)</DescribeVpcsResponse>")
        #expect(records.isEmpty)
        #expect(envelope.has("vpcSet"))
        let none = try read("<DescribeVpcsResponse/>")
        #expect(!none.envelope.has("vpcSet"))
    }

    @Test func `without a set everything is the envelope`() throws {
        let xml = "<Response><Errors><Error><Code>C</Code></Error></Errors><RequestID>r</RequestID></Response>"
        let root = try XMLReader.read(Array(xml.utf8), roots: ["A", "Response"])
        #expect(outline(root) == "Response(Errors(Error(Code=C)) RequestID=r)")
    }

    @Test func `what a receiver throws comes out unchanged, and nothing more is read`() throws {
        struct Stop: Error {}
        var count = 0
        let xml = "<DescribeVpcsResponse><vpcSet><item>1</item><item>2</item></vpcSet></broken>"
        #expect(throws: Stop.self) {
            try XMLReader.read(Array(xml.utf8), roots: ["DescribeVpcsResponse"], recordsIn: "vpcSet") { _ in
                count += 1
                throw Stop()
            }
        }
        #expect(count == 1)
    }

    @Test func `a split at any byte gives the same`() throws {
        let xml = """
            <?xml version='1.0'?>\r\n<DescribeVpcsResponse a="é&lt;">\r\n<vpcSet>\r\n<item><k>é😀&amp;\r\n</k>\
            <c><![CDATA[]]]]><!-- é --></c></item> <item/></vpcSet><nextToken>ünd</nextToken></DescribeVpcsResponse>
            """
        let bytes = Array(xml.utf8)
        let whole = try read(xml)
        #expect(whole.records == ["item(k=é😀&\n c=]])", "item="])
        for split in 0...bytes.count {
            for second in [split, min(split + 1, bytes.count)] {
                var records: [String] = []
                let pieces = [bytes[..<split], bytes[split..<second], bytes[second...]].map { Array($0) }
                let envelope = try readPieces(pieces) { records.append(outline($0)) }
                #expect(records == whole.records)
                #expect(outline(envelope) == outline(whole.envelope))
            }
        }
        #expect(try outline(readPieces(bytes.map { [$0] }) { _ in }) == outline(whole.envelope))
    }

    @Test func `a document beyond libxml2's ten megabytes is read`() throws {
        let record = Array("<item>\n  <vpcId>vpc-0123456789abcdef0</vpcId>\n  <state>available</state>\n</item>\n".utf8)
        let count = 30_000_000 / record.count
        let piece = [[UInt8]](repeating: record, count: 1000).flatMap { $0 }
        let pieces =
            [Array("<DescribeVpcsResponse><vpcSet>".utf8)] + Array(repeating: piece, count: count / 1000)
            + [Array("\n</wrong>".utf8)]
        var read = 0
        let error = #expect(throws: XMLReadingError.self) {
            try readPieces(pieces) { item in
                if item.text("vpcId") == "vpc-0123456789abcdef0" { read += 1 }
            }
        }
        #expect(read == count / 1000 * 1000)
        #expect(error?.line == count / 1000 * 4000 + 2)
        #expect(error?.byte ?? 0 > 29_000_000)
    }

    @Test func `what the source of the pieces throws comes out unchanged, at whichever piece`() throws {
        struct Stop: Error {}
        let pieces = ["<Describe", "VpcsResponse><vpcSet><item/>", "</vpcSet></DescribeVpcsResponse>"]
        for last in 0...pieces.count {
            var next = 0
            var records = 0
            #expect(throws: Stop.self) {
                try XMLReader.read(
                    roots: ["DescribeVpcsResponse"], recordsIn: "vpcSet", each: { _ in records += 1 },
                    from: {
                        if next == last { throw Stop() }
                        defer { next += 1 }
                        return Array(pieces[next].utf8)
                    })
            }
            #expect(records <= 1)
        }
    }

    @Test func `nothing is asked for after a refusal`() throws {
        var asked = 0
        let error = #expect(throws: XMLReadingError.self) {
            try XMLReader.read(
                roots: ["r"], recordsIn: "s", each: { _ in },
                from: {
                    asked += 1
                    return Array("<html>\(String(repeating: "<a>text</a>", count: 1000))".utf8)
                })
        }
        #expect(error?.kind == .wrongRoot)
        #expect(asked == 1)
    }

    @Test func `several readers work at once`() async throws {
        let texts = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var texts: [String] = []
                    for number in 0..<200 {
                        let xml = "<r><n>\(number)</n><x><![CDATA[&]]></x></r>"
                        texts.append(outline(try XMLReader.read(Array(xml.utf8), roots: ["r"])))
                    }
                    return texts
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(texts.count == 8)
        #expect(texts.allSatisfy { $0 == (0..<200).map { "r(n=\($0) x=&)" } })
    }

    private func readPieces(_ pieces: [[UInt8]], each: (XMLElement) throws -> Void) throws -> XMLElement {
        var pieces = pieces.makeIterator()
        return try XMLReader.read(
            roots: ["DescribeVpcsResponse"], recordsIn: "vpcSet", each: each, from: { pieces.next() })
    }
}

/// What is read of an answer to DescribeVpcs.
func read(_ xml: String) throws -> (records: [String], envelope: XMLElement) {
    try read(Array(xml.utf8))
}

func read(_ bytes: [UInt8]) throws -> (records: [String], envelope: XMLElement) {
    var records: [String] = []
    let envelope = try XMLReader.read(bytes, roots: ["DescribeVpcsResponse"], recordsIn: "vpcSet") {
        records.append(outline($0))
    }
    return (records, envelope)
}

/// An element in one line: `name(child=text …)`. Text between children is left out.
func outline(_ element: XMLElement) -> String {
    var children: [String] = []
    element.forEachChild { children.append(outline($0)) }
    return element.name + (children.isEmpty ? "=\(element.text)" : "(\(children.joined(separator: " ")))")
}
