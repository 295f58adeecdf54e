import Evidence
import Foundation
import Testing

@Suite struct RemediationTests {
    private let told = Remediation(summary: "s", cli: "c", terraform: "t")
    private let withTemplate = Remediation(summary: "s", cli: "c", terraform: "t", cloudFormation: "{}")

    @Test func isWhatItSaysHoweverItIsMade() {
        let made = Remediation {
            { part in
                switch part {
                case .summary: "s"
                case .cli: "c"
                case .terraform: "t"
                case .cloudFormation: ""
                }
            }
        }
        #expect(made == told && made.cloudFormation == nil)
        #expect(made.hashValue == told.hashValue)
        #expect(told != Remediation(summary: "s", cli: "c", terraform: "other"))
        #expect(told != withTemplate)
    }

    @Test func isWrittenAsItsTexts() throws {
        let bytes = try JSONText.bytes(of: told, .oneLine)
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"summary":"s","cli":"c","terraform":"t"}"# + "\n")
        #expect(try JSONDecoder().decode(Remediation.self, from: Data(bytes)) == told)
        let more = try JSONText.bytes(of: withTemplate, .oneLine)
        #expect(String(decoding: more, as: UTF8.self).hasSuffix(#","terraform":"t","cloudFormation":"{}"}"# + "\n"))
        #expect(try JSONDecoder().decode(Remediation.self, from: Data(more)) == withTemplate)
    }
}
