import Foundation
import Testing

@testable import CLI

struct ConfigurationNodeTests {
    @Test(arguments: [("true", true), ("false", false)])
    func booleans(text: String, is value: Bool) throws {
        #expect(try node(text).bool() == value)
    }

    @Test(arguments: ["yes", "True", "'true'", "1", "[true]", "", "{}"])
    func noBooleans(text: String) {
        let error = #expect(throws: ConfigurationError.self) { try node(text).bool() }
        #expect(error?.description.hasPrefix("c.yml:1:") == true)
        #expect(error?.sentence.hasPrefix("'key' takes true or false, not ") == true)
    }

    @Test func integers() throws {
        #expect(try node("32").integer(in: 1...1000) == 32)
        #expect(try node("18446744073709551615").integer(in: 0...UInt64.max) == .max)
        for text in ["0", "1001", "3.5", "'32'", "0x20", "1e2", "99999999999999999999", "[1]", "~"] {
            let error = #expect(throws: ConfigurationError.self) { try node(text).integer(in: 1...1000) }
            #expect(error?.sentence.contains("a whole number from 1 to 1000") == true)
        }
    }

    @Test func texts() throws {
        #expect(try node("0012").string() == "0012")
        #expect(try node("no").string() == "no")
        #expect(try node("[1, b]").items().map { try $0.string() } == ["1", "b"])
        for text in ["", "''", "[a]", "{a: b}"] {
            #expect(throws: ConfigurationError.self) { try node(text).string() }
        }
        let inner = #expect(throws: ConfigurationError.self) {
            try node("[a, [b], c]").items().map { try $0.string() }
        }
        #expect(inner?.description == "c.yml:1:10: 'key' takes text, not a list")
    }

    @Test func unknownKeysAreAllTold() throws {
        var found = ConfigurationMistakes()
        let isAny = try node("{vpcs: 1, owner: 2, xyz: 3, \"\\e[2J\": 4}")
            .unknownKeys(besides: ["vpc", "owner"], &found)
        #expect(isAny)
        #expect(
            found.all.map(\.description) == [
                "c.yml:1:7: 'vpcs' is no key of 'key'; did you mean 'vpc'?",
                "c.yml:1:26: 'xyz' is no key of 'key'; there are vpc, owner",
                "c.yml:1:34: '␛[2J' is no key of 'key'; there are vpc, owner",
            ])
    }

    @Test func mistakesAreCollectedInTheOrderOfTheFile() throws {
        let root = try ConfigurationFile(Array("a: [1]\nb: 2\nc: maybe\n".utf8), at: "c.yml").root
        var mistakes = ConfigurationMistakes()
        #expect(mistakes.keeping { () throws(ConfigurationError) in try root["c"]?.bool() } == nil)
        #expect(mistakes.keeping { () throws(ConfigurationError) in try root["b"]?.string() } == "2")
        #expect(mistakes.keeping { () throws(ConfigurationError) in try root["a"]?.string() } == nil)
        let errors = #expect(throws: ConfigurationErrors.self) { try mistakes.check() }
        #expect(errors?.all.map(\.place.line) == [1, 3])
    }

    private func node(_ text: String) throws -> ConfigurationNode {
        try #require(try ConfigurationFile(Array("key: \(text)\n".utf8), at: "c.yml").root["key"])
    }
}
