import Evidence
import Foundation
import Testing

@Suite struct RemediationTests {
    private let told = Remediation(summary: "s", cli: "c", terraform: "t")

    @Test func isWhatItSaysHoweverItIsMade() {
        let made = Remediation { part in
            switch part {
            case .summary: "s"
            case .cli: "c"
            case .terraform: "t"
            }
        }
        #expect(made == told)
        #expect(made.hashValue == told.hashValue)
        #expect(told != Remediation(summary: "s", cli: "c", terraform: "other"))
    }

    @Test func isWrittenAsItsTexts() throws {
        let bytes = try JSONText.bytes(of: told, .oneLine)
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"summary":"s","cli":"c","terraform":"t"}"# + "\n")
        #expect(try JSONDecoder().decode(Remediation.self, from: Data(bytes)) == told)
    }
}
