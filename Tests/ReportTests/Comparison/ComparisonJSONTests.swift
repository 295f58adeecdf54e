import Evidence
import Foundation
import Report
import Support
import Testing

@Suite struct ComparisonJSONTests {
    private static let schemaFile = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/diff.schema.json")

    private static var samples: [Comparison] {
        let derived = {
            var dossier = SampleDossier.everything
            dossier.run.derivedFrom = Run.Origin(runId: "run", digest: dossier.digest)
            return dossier
        }()
        return [
            ComparedSamples.everything, Comparison(from: SampleDossier.clean, to: SampleDossier.everything),
            Comparison(from: SampleDossier.everything, to: derived),
            Comparison(from: SampleDossier.unreadable, to: SampleDossier.empty),
        ]
    }

    @Test(.enabled("needs a Python with jsonschema", OtherProgram.hasJSONSchema))
    func schemaHolds() async throws {
        #expect(try await OtherProgram.complaints(aboutSchema: Self.schemaFile) == "")
        for comparison in Self.samples {
            let bytes = try ComparisonFormat.json.bytes(of: comparison)
            #expect(try await OtherProgram.complaints(about: bytes, schema: Self.schemaFile) == "")
        }
    }

    @Test(.enabled("needs a Python with jsonschema", OtherProgram.hasJSONSchema))
    func schemaRefusesWhatIsNoComparison() async throws {
        let text = try ComparisonFormat.json.text(of: ComparedSamples.everything)
            .replacing("\"vpcId\"", with: "\"vpc\"").replacing("\"kind\": \"gone\"", with: "\"kind\": \"lost\"")
        let complaints = try await OtherProgram.complaints(about: Array(text.utf8), schema: Self.schemaFile)
        #expect(complaints.contains("'vpcId' is a required property"))
        #expect(complaints.contains("'lost' is not one of"))
    }

    @Test func closedListsAreThoseOfTheProgram() throws {
        let schema = try #require(try object(Data(contentsOf: Self.schemaFile)))
        func values(_ path: String...) -> [String]? {
            path.reduce(schema) { ($0?[$1] as? [String: Any]) }?["enum"] as? [String]
        }
        let vpc = values("properties", "vpcs", "items", "properties", "kind")
        #expect(vpc == VPCChange.Kind.allCases.map(\.rawValue))
        let gap = values("properties", "gaps", "items", "properties", "kind")
        #expect(gap == GapChange.Kind.allCases.map(\.rawValue))
        let remark = values("properties", "remarks", "items", "properties", "code")
        #expect(remark == ComparisonRemark.allCases.map(\.rawValue))
        #expect(values("$defs", "worsening") == Worsening.allCases.map(\.rawValue))
        #expect(values("$defs", "reasonCode") == ReasonCode.allCases.map(\.rawValue))
    }

    @Test func countsAddUp() throws {
        let comparison = ComparedSamples.everything
        let json = try #require(try object(Data(ComparisonFormat.json.bytes(of: comparison))))
        let counts = try #require(json["counts"] as? [String: Any])
        let vpcs = try #require(counts["vpcs"] as? [String: Int])
        #expect(vpcs.values.reduce(0, +) == (json["vpcs"] as? [Any])?.count)
        #expect((counts["gaps"] as? [String: Int])?.values.reduce(0, +) == (json["gaps"] as? [Any])?.count)
        #expect(json["gotWorse"] as? Bool == true)
        #expect(json["secondsBetween"] as? Int == 93_600)
    }

    @Test func namesAndRebuildsAreTold() throws {
        let json = Read(try object(Data(ComparisonFormat.json.bytes(of: ComparedSamples.everything))))
        let vpcs = Dictionary(grouping: json["vpcs"].list) { $0["vpcId"].text ?? "" }.compactMapValues(\.first)
        #expect(vpcs["vpc-16"]?["kind"].text == "renamed")
        #expect(vpcs["vpc-16"]?["renamed"].value as? Bool == true)
        #expect(vpcs["vpc-16"]?["formerName"].text?.hasPrefix("old ") == true)
        #expect(vpcs["vpc-17"]?["rebuiltAs"].text == "vpc-18" && vpcs["vpc-17"]?["rebuiltFrom"].value == nil)
        #expect(vpcs["vpc-18"]?["rebuiltFrom"].text == "vpc-17" && vpcs["vpc-18"]?["rebuiltAs"].value == nil)
        #expect(vpcs["vpc-01"]?["renamed"].value as? Bool == false)
    }

    @Test func hostileNamesComeBackAsTheyWere() throws {
        let json = try #require(try object(Data(ComparisonFormat.json.bytes(of: ComparedSamples.everything))))
        let vpc = try #require((json["vpcs"] as? [[String: Any]])?.first)
        let name = try #require(vpc["name"] as? String)
        #expect(Array(name.unicodeScalars) == Array(ComparedSamples.hostile.unicodeScalars))
    }

    private func object(_ data: Data) throws -> [String: Any]? {
        try JSONSerialization.jsonObject(with: data) as? [String: Any]
    }
}
