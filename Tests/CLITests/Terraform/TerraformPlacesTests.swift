import Evidence
import Foundation
import Support
import Testing

@testable import CLI

struct TerraformPlacesTests {
    @Test func aVPCOfSeveralStates() async throws {
        let (places, remarks) = try await self.places(
            of: [
                (
                    "a",
                    try SampleRepository.state(["vpc-01": "aws_vpc.x", "vpc-02": "aws_vpc.x", "vpc-03": "aws_vpc.none"])
                ),
                (
                    "b",
                    try SampleRepository.state(["vpc-01": "aws_vpc.x", "vpc-03": "aws_vpc.y", "vpc-04": "aws_vpc.y"])
                ),
                (
                    "a",
                    try SampleRepository.state(["vpc-01": "aws_vpc.x", "vpc-02": "aws_vpc.x", "vpc-04": "aws_vpc.none"])
                ),
            ])
        #expect(
            places == [
                "vpc-01": .init(path: "a/main.tf", line: 2), "vpc-02": .init(path: "a/main.tf", line: 2),
                "vpc-03": .init(path: "b/main.tf", line: 2), "vpc-04": .init(path: "b/main.tf", line: 2),
            ])
        #expect(
            remarks == [
                "a/broken.tf was not understood from line 1 on.",
                "vpc-01 is declared in a/main.tf (line 2) and in b/main.tf (line 1); its alert lies on the first.",
            ])
    }

    @Test func oneVPCUnderTwoAddressesOfAState() async throws {
        let (places, remarks) = try await places(
            of: [("b", try SampleRepository.state(["vpc-01": "aws_vpc.y", "vpc-01": "aws_vpc.x"]))])
        #expect(places == ["vpc-01": .init(path: "b/main.tf", line: 2)])
        #expect(
            remarks == [
                "vpc-01 is declared in b/main.tf (line 2) and in b/main.tf (line 1); its alert lies on the first."
            ])
    }

    @Test func whatHasNoLine() async throws {
        let state = try SampleRepository.state(["vpc-01": "aws_vpc.none", "vpc-02": "aws_vpc.r", "x": "aws_vpc.x"])
        let (places, remarks) = try await places(of: [("b", state), ("b", "{\"version\": 4}")], named: "s\u{1B}")
        #expect(places.isEmpty)
        #expect(
            remarks == [
                "vpc-01 is in the Terraform state s␛, but no block of the configuration declares it.",
                "vpc-02 is in the Terraform state s␛, but a removed block takes it out of the configuration.",
                "VPCs of the Terraform state s␛ that have no id: 1.", "The Terraform state s␛ holds no VPC with an id.",
            ])
        let alone = try await self.places(of: [("b", state)]).remarks
        #expect(alone.first == "vpc-01 is in the Terraform state, but no block of the configuration declares it.")
    }

    private func places(
        of pairs: [(folder: String, state: String)], named name: String? = nil
    ) async throws -> (vpcs: [String: SourceMap.Place], remarks: [String]) {
        var places = TerraformPlaces()
        let files = [
            "a/main.tf": "\nresource \"aws_vpc\" \"x\" {}", "a/broken.tf": "x = \"",
            "b/main.tf":
                "resource \"aws_vpc\" \"x\" {}\nresource \"aws_vpc\" \"y\" {}\nremoved {\n  from = aws_vpc.r\n}",
        ]
        try await SampleRepository.with(files) { root in
            let repository = try Repository(around: root.path)
            for (folder, text) in pairs {
                var configuration = try TerraformConfiguration(folder, in: repository)
                try places.add(try TerraformState(Data(text.utf8)), named: name, in: &configuration)
            }
        }
        return (places.vpcs, places.remarks)
    }
}
