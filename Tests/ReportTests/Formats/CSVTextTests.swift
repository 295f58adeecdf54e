import Evidence
import Report
import Support
import Testing

/// Cells through a whole report: the name of one VPC.
@Suite struct CSVTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("＝1", "'＝1"),
        ("\t=1", "␉=1"), ("a;=b", "a;'=b"), ("a=b", "a=b"), ("a\r\nb", "a␍␊b"), ("\"a\", b", "\"a\", b"),
        ("\u{202E}x", "⟨U+202E⟩x"), ("", ""), ("'", "'"), (" x ", " x "), (" =1", " '=1"), ("\"=1", "\"'=1"),
        ("a;\"=b", "a;\"'=b"),
    ])
    func cellIsMadeHarmless(_ name: String, _ cell: String) throws {
        #expect(try written(name) == cell)
    }

    @Test(arguments: 0..<200)
    func whateverIsInACellStaysThere(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let name = HostileText.random(using: &generator)
        let cell = try written(name)
        let visible = name.visible()
        #expect(cell.replacing("'", with: "") == visible.replacing("'", with: ""))
        #expect(cell.count - visible.count <= 1 + visible.count { $0 == ";" })
    }

    /// Excel moves what is beyond 32,767 characters into the next row.
    @Test func longCellIsCutAndSaysSo() throws {
        let cell = try written(String(repeating: "é", count: 40_000))
        #expect(cell.utf16.count < 32_767)
        #expect(cell.hasPrefix("éé"))
        #expect(cell.hasSuffix("… (cut; findings.json has all of it)"))
    }

    private func written(_ name: String) throws -> String {
        var vpc = SampleVPC.working("vpc-0001")
        vpc.name = name
        let table = try CSVTable.read(ReportFormat.csv.bytes(of: SampleDossier.make([vpc])))
        #expect(table.count == 2)
        let column = try #require(table.first?.firstIndex(of: "name"))
        return try #require(table.last)[column]
    }
}
