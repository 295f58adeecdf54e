import Foundation
import Testing

@testable import AWS

/// A number that time cannot be reckoned with once ended the program.
struct LifetimeTests {
    @Test(arguments: ["0", "900", "316224000"]) func secondsAreRead(_ json: String) throws {
        let lifetime = try JSONDecoder().decode(Lifetime.self, from: Data(json.utf8))
        #expect(String(lifetime.seconds) == json)
    }

    @Test(arguments: ["-1", "316224001", "9223372036854775807", "1e300", "9223372036854775808", "\"900\"", "null"])
    func whatIsNoneIsRefused(_ json: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Lifetime.self, from: Data(json.utf8)) }
    }
}
