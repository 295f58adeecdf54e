import Testing

@testable import AWS

struct JSONKeysTests {
    @Test(arguments: [
        "{}", "[]", "\"a\"", "{\"a\":1,\"b\":1}", "{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}]}",
        "{\"a\":\"a\",\"b\":\"a\"}", "{\"a\":\"\\\"a\\\":1,\\\"a\\\"\"}",
        "{\"a\":[\"a\",\"a\"],\"b\":{},\"c\":\"}{,\"}",
        "{ \"a\" : [ ] , \"b\" : [ { } ] }", "{\"a\":\"\\\\\",\"b\":1}",
    ])
    func noKeyTwice(_ text: String) {
        #expect(JSONKeys.repeated(in: Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        ("{\"a\":1,\"a\":1}", "a"), ("{\"a\":1,\"b\":{\"c\":[{\"d\":1,\"d\":2}]}}", "d"),
        ("[{},{\"a\":[],\"b\":{\"a\":1},\"a\":2}]", "a"), ("{\"x\\u0061\":1}", "x\\u0061"),
        ("{\"a\":\"\\\\\",\"a\":1}", "a"), ("{\"a\":[1,{\"b\":2}],\"a\":3}", "a"), ("{\"\":1,\"\":2}", ""),
    ])
    func aKeyTwice(_ text: String, _ key: String) {
        #expect(JSONKeys.repeated(in: Array(text.utf8)) == key)
    }

    /// A decoder takes them; they are not looked through for keys.
    @Test func otherEncodingsAreNotRead() {
        let body = "{\"a\":1}".utf8.flatMap { [0, $0] as [UInt8] }
        #expect(throws: RecordError.self) { try JSONAnswer.read(body, as: [String: Int].self) }
        #expect(throws: Never.self) { try JSONAnswer.read(Array("{\"a\":1}".utf8), as: [String: Int].self) }
    }
}
