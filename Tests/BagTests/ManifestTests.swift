import Bag
import Evidence
import Testing

@Suite struct ManifestTests {
    static let a = String(repeating: "a", count: 64)
    static let b = String(repeating: "0", count: 64)

    @Test func sortedByBytesAndReadBack() throws {
        let manifest = Manifest(["data/b": Self.a, "data/B": Self.b, "data/a-1": Self.a, "data/a/2": Self.b])
        let output = MemoryOutput()
        try manifest.write(to: output)
        #expect(
            output.text == """
                \(Self.b)  data/B
                \(Self.a)  data/a-1
                \(Self.b)  data/a/2
                \(Self.a)  data/b

                """)
        #expect(try Manifest(parsing: output.bytes, of: "m") == manifest)
        #expect(try Manifest(parsing: [], of: "m").entries == [])
    }

    @Test(arguments: [
        ("\(a)  data/x", "m ends in the middle of a line"),
        ("\(a) data/x\n", "m line 1 is not a SHA-256, two spaces and a path"),
        ("\(a)  data/x\n\n", "m line 2 is not a SHA-256, two spaces and a path"),
        ("\(a.uppercased())  data/x\n", "m line 1 is not a SHA-256, two spaces and a path"),
        ("\(a)  ../x\n", "m line 1: \"../x\" is not a path that a package may hold"),
        ("\(a)  /etc/passwd\n", "m line 1: \"/etc/passwd\" is not a path that a package may hold"),
        ("\(a)  \n", "m line 1: \"\" is not a path that a package may hold"),
        ("\(a)  data/x\r\n", "m line 1: \"data/x␍\" is not a path that a package may hold"),
        ("\(a)  data/x\n\(b)  data/x\n", "m line 2 lists data/x again"),
    ])
    func whatDoesNotReadIsToldByLine(_ text: String, _ message: String) {
        #expect(throws: PackageError(message)) { try Manifest(parsing: Array(text.utf8), of: "m") }
    }

    /// Whatever a damaged manifest holds, reading it ends with a value or a sentence.
    @Test func damageIsNeverFatal() throws {
        let output = MemoryOutput()
        try Manifest(["data/a": Self.a, "data/b": Self.b]).write(to: output)
        var random = SystemRandomNumberGenerator()
        for index in output.bytes.indices {
            var bytes = output.bytes
            bytes[index] = UInt8.random(in: 0...255, using: &random)
            _ = failure { _ = try Manifest(parsing: bytes, of: "m") }
        }
    }
}
