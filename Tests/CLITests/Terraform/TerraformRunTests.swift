import Foundation
import Support
import Testing

@testable import CLI

/// Whole runs with several pairs of a configuration and its state.
struct TerraformRunTests {
    /// From the command line, and the same from a file that was named.
    @Test(arguments: [false, true]) func alertsLieOnTheLinesOfTwoPairs(fromFile: Bool) async throws {
        try await SampleRepository.with(try Self.files) { folder in
            let pairs = [
                "--terraform", "network", "--terraform-state", "network.json", "--terraform-state", "unit.json",
                "--terraform", "live/vpc",
            ]
            let arguments = fromFile ? ["--config", "lists.yml"] : pairs
            let run = ["demo", "--sarif-anchor", "README", "-o", "p"]
            let outcome = try await Binary.run(run + arguments, in: folder)
            #expect(outcome.status == 5, "\(outcome.errors)")
            #expect(
                outcome.errors.contains(
                    "vpc-0d0000000000b002 is declared in network/main.tf (line 2) and in live/vpc/terragrunt.hcl (line 6); "
                        + "its alert lies on the first."), "\(outcome.errors)")
            let lost = "vpc-0d0000000000c002 is in the Terraform state network.json, but no block of the configuration "
            #expect(outcome.errors.contains(lost + "declares it."))
            #expect(!outcome.errors.contains("vpc-0d0000000000c001"))
            let package = PackageFolder(folder.appendingPathComponent("p"))
            let lines = try Self.lines(of: try package.bytes("report.sarif"))
            #expect(
                lines == [
                    "vpc-0d0000000000b001": "network/main.tf:1", "vpc-0d0000000000b002": "network/main.tf:2",
                    "vpc-0d0000000000b003": "live/vpc/terragrunt.hcl:6",
                    "vpc-0d0000000000c001": "live/vpc/terragrunt.hcl:6",
                    "vpc-0d0000000000c002": "README:1", "vpc-0d0000000000c003": "README:1",
                    "vpc-0d0000000000a003": "README:1", "vpc-0d0000000000a006": "README:1",
                ])
            for file in try package.files() {
                #expect(!String(decoding: try package.bytes(file), as: UTF8.self).contains("hunter2"), "\(file)")
            }
            let proof = try await Binary.run(["verify", "-q", "p"], in: folder)
            #expect(proof.status == 0, "\(proof.output)\(proof.errors)")
        }
    }

    private static var files: [String: String] {
        get throws {
            let network = try SampleRepository.state([
                "vpc-0d0000000000b001": "aws_vpc.before", "vpc-0d0000000000b002": "aws_vpc.b",
                "vpc-0d0000000000c001": "aws_vpc.gone", "vpc-0d0000000000c002": "aws_vpc.gone",
            ])
            let unit = try SampleRepository.state([
                "vpc-0d0000000000b002": "aws_vpc.this[0]", "vpc-0d0000000000b003": "aws_vpc.this[1]",
                "vpc-0d0000000000c001": "module.x.aws_vpc.this",
            ])
            return [
                "README": "x\n",
                "network.json": network.replacing("{\"", with: "{\"outputs\": \"hunter2\", \"", maxReplacements: 1),
                "unit.json": unit,
                "network/main.tf": """
                resource "aws_vpc" "a" {}
                resource "aws_vpc" "b" {}
                moved {
                  from = aws_vpc.before
                  to   = aws_vpc.a
                }
                """,
                "live/vpc/terragrunt.hcl": """
                include "root" {
                  path = find_in_parent_folders("root.hcl")
                }

                terraform {
                  source = "tfr:///terraform-aws-modules/vpc/aws?version=5.8.1"
                }
                """,
                "lists.yml": "terraform: [network, live/vpc]\nterraform-state:\n  - network.json\n  - unit.json\n",
            ]
        }
    }

    /// The file and line of each alert about a VPC.
    private static func lines(of sarif: Data) throws -> [String: String] {
        let log = try JSONDecoder().decode(Log.self, from: sarif)
        var lines: [String: String] = [:]
        for result in log.runs.flatMap(\.results) where result.ruleId == "aws-vpc-003" {
            let place = try #require(result.locations.first?.physicalLocation)
            let vpc = try #require(result.message.text.firstMatch(of: /vpc-[0-9a-f]+/)).output
            lines[String(vpc)] = "\(place.artifactLocation.uri):\(place.region?.startLine ?? 0)"
        }
        return lines
    }

    private struct Log: Decodable {
        struct Run: Decodable { var results: [Result] }
        struct Result: Decodable {
            var ruleId: String
            var message: Message
            var locations: [Location]
        }
        struct Message: Decodable { var text: String }
        struct Location: Decodable { var physicalLocation: Physical }
        struct Physical: Decodable {
            var artifactLocation: Artifact
            var region: Region?
        }
        struct Artifact: Decodable { var uri: String }
        struct Region: Decodable { var startLine: Int }

        var runs: [Run]
    }
}
