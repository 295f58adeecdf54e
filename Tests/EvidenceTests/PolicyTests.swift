import Evidence
import Foundation
import Testing

@Suite struct PolicyTests {
    @Test func eachPolicyIsAKeyByItsName() throws {
        let names = ByPolicy { $0.rawValue }
        let json = String(decoding: try JSONText.bytes(of: names, .oneLine), as: UTF8.self)
        #expect(json == #"{"effective":"effective","cis":"cis","cloud-audit":"cloud-audit"}"# + "\n")
        let read = try JSONDecoder().decode(ByPolicy<String>.self, from: Data(json.utf8))
        for policy in PolicyName.allCases { #expect(read[policy] == policy.rawValue) }
    }
}
