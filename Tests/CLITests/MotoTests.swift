import Evidence
import Foundation
import Support
import Testing

/// The built program against moto, which checks every signature.
@Suite(.serialized, .enabled(if: Moto.isHere, "\(Moto.reason)"))
struct MotoTests {
    private struct Findings: Decodable {
        struct Assessment: Decodable {
            struct Reason: Decodable { let code: String }
            struct Below: Decodable { let text: String }
            let vpcId: String
            let verdict: String
            let isDefault: Bool
            let reason: Reason
            let belowVPC: Below?
        }
        let assessments: [Assessment]
    }

    @Test func everyVerdictIsAsExpectedAndAWrongSecretIsRefused() async throws {
        try await Moto.serving { moto in
            try await TemporaryFolder.with { folder in
                var keys = ["AWS_ACCESS_KEY_ID": moto.estate.key, "AWS_SECRET_ACCESS_KEY": moto.estate.secret]
                let scan = ["scan", "--endpoint-url", moto.endpoint]
                // moto lists regions of other partitions too, where the signature names the wrong endpoint.
                let here = ["--region", "us-east-1", "--region", "eu-central-1", "--region", "ap-south-1"]
                let outcome = try await Binary.run(scan + here + ["--output", "p"], in: folder, environment: keys)
                #expect(outcome.status == 1, "\(outcome.output)\(outcome.errors)")

                let json = try Data(contentsOf: folder.appendingPathComponent("p/findings.json"))
                let findings = try JSONDecoder().decode(Findings.self, from: json)
                let made = findings.assessments.filter { !$0.isDefault }
                #expect(
                    Dictionary(uniqueKeysWithValues: made.map { ($0.vpcId, $0.reason.code) }) == moto.estate.vpcs)
                for assessment in made {
                    #expect((assessment.verdict == "pass") == (assessment.reason.code == "flow-log-working"))
                }
                let explained = made.compactMap(\.belowVPC?.text)
                #expect(explained.count == 2)
                #expect(explained.allSatisfy { $0.hasPrefix("1 of 3 subnets has its own flow log") })
                let defaults = findings.assessments.filter(\.isDefault)
                #expect(!defaults.isEmpty && defaults.allSatisfy { $0.reason.code == "default-vpc" })

                keys["AWS_SECRET_ACCESS_KEY"] = "wrong"
                let refused = try await Binary.run(scan + ["--output", "q", "--quiet"], in: folder, environment: keys)
                #expect(refused.status == 2)
                #expect(refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
                #expect(refused.errors.contains("SignatureDoesNotMatch"), "\(refused.errors)")
                #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("q").path))
            }
        }
    }
}
