import Evidence
import Foundation
import Testing

/// JSON that says more, or something else, than what is read of it.
@Suite struct StrictJSONTests {
    private struct Sample: Codable, Equatable {
        struct Inner: Codable, Equatable {
            var code: Int
            var words: [String]
        }

        var name: String
        var inner: Inner
        var later: String?
        var table: [String: String]
    }

    private static let written = #"{"name":"é\u202e","inner":{"code":1,"words":["a","b"]},"table":{"k":"v"}}"#

    private func read(_ text: String) throws -> Sample {
        try StrictJSON.decode(Sample.self, from: Array(text.utf8)[...], .oneLine)
    }

    @Test func whatExhibitWritesIsReadWithAndWithoutTheEndOfItsLine() throws {
        let sample = try read(Self.written)
        #expect(try read(Self.written + "\n") == sample)
        for layout in [JSONText.Layout.oneLine, .indented] {
            let bytes = try JSONText.bytes(of: sample, layout)
            #expect(try StrictJSON.decode(Sample.self, from: bytes[...], layout) == sample)
        }
    }

    /// Another order, blanks and escapes say the same to everybody.
    @Test func otherFormsOfTheSameAreRead() throws {
        let other = #" {"table": {"k":"\u0076"}, "inner":{"words":["a","b"],"code":1}, "name":"é\u202E"} "#
        #expect(try read(other) == read(Self.written))
    }

    @Test(arguments: [
        (#""name""#, #""name":"x","name""#, StrictJSON.Refusal.twice(["name"])),
        (#""code":1"#, #""code":1,"code":1"#, .twice(["inner", "code"])),
        (#""code":1"#, #""code":1,"co\u0064e":2"#, .twice(["inner", "code"])),
        (#""code":1"#, #""code":1,"reviewed":true"#, .unknown(["inner", "reviewed"])),
        (#""name""#, #""later":null,"name""#, .unknown(["later"])),
        (#""code":1"#, #""code":1.0"#, .otherwise(["inner", "code"])),
        (#""code":1"#, #""code":1e0"#, .otherwise(["inner", "code"])),
        (#""k":"v""#, #""k":"v","k":"w""#, .twice(["table", "k"])),
        // Two keys that Swift's strings take for one.
        (#""k":"v""#, #""\u00e9":"v","e\u0301":"v""#, .unknown(["table", "é"])),
    ])
    func whatSaysMoreIsRefused(_ old: String, _ new: String, _ refusal: StrictJSON.Refusal) {
        let text = Self.written.replacingOccurrences(of: old, with: new)
        #expect(text != Self.written)
        let error = #expect(throws: (any Error).self) { try read(text) }
        switch (error as? StrictJSON.Refusal, refusal) {
        // Which of two equal keys is kept, Swift decides.
        case (.unknown(let path)?, .unknown(["table", "é"])): #expect(path.first == "table")
        case (let told?, _): #expect(told == refusal)
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test func otherEncodingsAndWhatFollowsAreNoJSON() {
        for text in ["\u{FEFF}" + Self.written, Self.written + "}", Self.written + "\u{0}", "[" + Self.written] {
            #expect(throws: (any Error).self) { try read(text) }
        }
        let utf16 = Array(Self.written.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        #expect(throws: (any Error).self) { try StrictJSON.decode(Sample.self, from: utf16[...], .oneLine) }
    }
}

@Suite struct JSONTreeTests {
    private func tree(_ text: String) throws -> JSONTree { try JSONTree(Array(text.utf8)[...]) }

    @Test func valuesAreToldApart() throws {
        let read = try tree(#"{"a": [1, -0.5e+3, true, false, null, "x\n\"\\\/\u00e9\ud83d\ude00"], "b": {}}"#)
        #expect(
            read["a"]
                == .list([
                    .number(Array("1".utf8)), .number(Array("-0.5e+3".utf8)), .bool(true), .bool(false), .null,
                    .string(Array("x\n\"\\/é😀".utf8)),
                ]))
        #expect(read["b"] == .object([]) && read["c"] == nil)
    }

    /// Strings are the same only where their bytes are.
    @Test func formsOfACharacterAreNotTheSame() throws {
        #expect(try tree("\"\u{E9}\"") != tree("\"e\u{301}\""))
        #expect(try tree("{\"\u{E9}\":1,\"e\u{301}\":1}")["\u{E9}"] != nil)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "{a:1}", "01", "1.", "+1", ".5", "1e", "nul", "\"\u{1}\"", "\"\\x\"",
        "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\u00g0\"", "'a'", "1 2", "\"a", "[1 2]", "{\"a\" 1}",
        String(repeating: "[", count: 100) + String(repeating: "]", count: 100),
    ])
    func whatIsNoJSONIsRefused(_ text: String) {
        #expect(throws: JSONTree.Refusal.notJSON) { try tree(text) }
    }

    @Test func bytesThatAreNoUTF8AreRefused() {
        #expect(throws: JSONTree.Refusal.notJSON) { try JSONTree([0x22, 0xFF, 0x22]) }
        #expect(throws: JSONTree.Refusal.notJSON) { try JSONTree([0x22, 0xC0, 0x80, 0x22]) }
    }
}
