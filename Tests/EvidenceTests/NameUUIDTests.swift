import Evidence
import Testing

@Suite struct NameUUIDTests {
    /// RFC 9562, appendix A.4.
    @Test func theRFCsExampleComesOut() {
        #expect(NameUUID.of("www.example.com", in: NameUUID.domainNames) == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
    }

    @Test func itFollowsFromKindAndNamesAlone() throws {
        let uuid = NameUUID.of("vpc", "a", "b")
        #expect(NameUUID.of("vpc", "a", "b") == uuid)
        for other in [
            NameUUID.of("vpc", "ab"), NameUUID.of("vpc", "a", "c"), NameUUID.of("risk", "a", "b"), NameUUID.of("vpc"),
        ] {
            #expect(other != uuid)
            #expect(other.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        }
    }
}
