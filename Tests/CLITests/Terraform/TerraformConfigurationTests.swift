import Evidence
import Foundation
import Support
import Testing

@testable import CLI

struct TerraformConfigurationTests {
    typealias Declaration = TerraformConfiguration.Declaration

    @Test(
        arguments: [
            ("aws_vpc.b", "main.tf", 1), ("aws_vpc.a", "main.tf", 1), ("aws_vpc.a[3]", "main.tf", 1),
            // In a chain.
            ("aws_vpc.z[\"k\"]", "main.tf", 1), ("aws_vpc.json", "main.tf", 1),
            // Into modules, and with them.
            ("aws_vpc.c", "net/main.tf", 1), ("module.old.aws_vpc.this", "net/main.tf", 1),
            ("module.old[\"x\"].aws_vpc.inner[0]", "net/main.tf", 1), ("module.net.aws_vpc.inner", "net/main.tf", 1),
            ("module.keyed[\"eu.1\"].aws_vpc.this", "net/main.tf", 1), ("aws_vpc.d", "main.tf", 4),
            ("module.net.aws_vpc.up", "main.tf", 3),
            // One instance of a block that is still there.
            ("aws_vpc.b[0]", "main.tf", 1), ("aws_vpc.b[1]", "net/main.tf", 1),
            // What is declared counts, and not to where it would move.
            ("aws_vpc.stays", "main.tf", 2),
        ])
    func movesAreFollowed(address: String, path: String, line: Int) async throws {
        #expect(try await declaration(of: address, in: Self.moved) == .at(.init(path: path, line: line)))
    }

    @Test(
        arguments: [
            ("module.keyed[\"us.1\"].aws_vpc.this", .missing), ("aws_vpc.x", .missing), ("aws_vpc.y", .missing),
            ("module.w.aws_vpc.v", .missing), ("aws_vpc.unknown", .missing),
            ("aws_vpc.r[0]", .removed), ("aws_vpc.before", .removed), ("module.net[0].aws_vpc.r", .removed),
            ("module.net.aws_vpc.local", .removed), ("module.lost.module.x.aws_vpc.v", .removed),
            ("module.registry.aws_vpc.r", .removed), ("aws_vpc.k", .removed),
            // Not in its module, and not removed from it: where that is called, as ever.
            ("module.net.aws_vpc.gone", .at(.init(path: "main.tf", line: 3))),
        ] as [(String, Declaration)])
    func whatIsDeclaredNoMore(address: String, is declaration: Declaration) async throws {
        #expect(try await self.declaration(of: address, in: Self.moved) == declaration)
    }

    @Test func aLongChainEnds() async throws {
        let blocks = (0..<1000).map { "moved {\n  from = aws_vpc.v\($0)\n  to = aws_vpc.v\($0 + 1)\n}\n" }.joined()
        let files = ["main.tf": blocks + "resource \"aws_vpc\" \"v1000\" {}"]
        let end = Declaration.at(.init(path: "main.tf", line: 4001))
        #expect(try await declaration(of: "aws_vpc.v950", in: files) == end)
        #expect(try await declaration(of: "aws_vpc.v0", in: files) == .missing)
    }

    @Test func deepAddressesEnd() async throws {
        let files = ["main.tf": "module \"a\" { source = \"./.\" }\nresource \"aws_vpc\" \"v\" {}"]
        func address(_ depth: Int) -> String { String(repeating: "module.a.", count: depth) + "aws_vpc.v" }
        #expect(try await declaration(of: address(20), in: files) == .at(.init(path: "main.tf", line: 2)))
        #expect(try await declaration(of: address(10_000), in: files) == .missing)
    }

    @Test(
        arguments: [
            ("remote", "aws_vpc.this[0]", "live/remote/terragrunt.hcl", 6),
            ("remote", "module.deep.aws_vpc.this", "live/remote/terragrunt.hcl", 6),
            ("included", "aws_vpc.this", "live/included/terragrunt.hcl", 1),
            ("json", "aws_vpc.this", "live/json/terragrunt.hcl.json", 2),
            ("template", "aws_vpc.this", "live/template/terragrunt.hcl", 1),
            // The source is a folder of the repository.
            ("local", "aws_vpc.this", "modules/vpc/main.tf", 1), ("local", "aws_vpc.old", "modules/vpc/main.tf", 1),
            ("local", "module.registry.aws_vpc.this", "modules/vpc/main.tf", 2),
            ("local", "module.sub.aws_vpc.sub", "modules/sub/main.tf", 1),
            ("local", "aws_vpc.gone", "live/local/terragrunt.hcl", 1),
            // It lies elsewhere, or a link leads to it.
            ("away", "aws_vpc.this", "live/away/terragrunt.hcl", 1),
            ("root", "aws_vpc.this", "live/root/terragrunt.hcl", 1),
            ("linked", "aws_vpc.this", "live/linked/terragrunt.hcl", 1),
            ("within", "aws_vpc.this", "live/within/terragrunt.hcl", 1),
            ("nowhere", "aws_vpc.this", "live/nowhere/terragrunt.hcl", 1),
            // Files of its own count first.
            ("own", "aws_vpc.this", "live/own/main.tf", 1), ("own", "aws_vpc.second", "modules/vpc/main.tf", 9),
            ("own", "aws_vpc.gone", "live/own/terragrunt.hcl", 1),
        ])
    func aVPCOfAUnit(unit: String, address: String, path: String, line: Int) async throws {
        let found = try await declaration(of: address, in: Self.units, links: Self.links, folder: "live/\(unit)")
        #expect(found == .at(.init(path: path, line: line)))
    }

    @Test(
        arguments: [("local", "aws_vpc.r", .removed), ("beside", "aws_vpc.gone", .missing)]
            as [(String, String, Declaration)])
    func aVPCThatAUnitHasNoMore(unit: String, address: String, is declaration: Declaration) async throws {
        let found = try await self.declaration(of: address, in: Self.units, links: Self.links, folder: "live/\(unit)")
        #expect(found == declaration)
    }

    @Test(arguments: [
        ("live", "live holds no .tf, .tofu or .tf.json file, and no terragrunt.hcl with an include or a source"),
        ("bare", "and no terragrunt.hcl with an include or a source"),
        ("live/broken", "or a source: live/broken/terragrunt.hcl was not understood from line 1 on"),
        (
            "live/large",
            "or a source: live/large/terragrunt.hcl was not read: it cannot be opened, or is larger than 8 MiB"
        ),
        ("live/escape", "or a source: terragrunt.hcl was not read: it is no file of the repository"),
        ("live/folder", "or a source: terragrunt.hcl was not read: it is no file of the repository"),
        ("acting\u{1B}", "acting␛/terragrunt.hcl was not read: no alert can name a path with control characters"),
    ])
    func noUnits(folder: String, says: String) async throws {
        var files = Self.units
        files["live/large/terragrunt.hcl"] = "include {}\n" + String(repeating: "#", count: 8 << 20)
        try await SampleRepository.with(files, links: Self.links) { root in
            let repository = try Repository(around: root.path)
            let error = #expect(throws: UsageFailure.self) { try TerraformConfiguration(folder, in: repository) }
            let said = error?.description ?? ""
            #expect(said.hasPrefix("--terraform: ") && said.contains(says), "\(said)")
        }
    }

    @Test func aPathThatNoAlertCanNameIsNotRead() async throws {
        try await SampleRepository.with(["a\u{1B}.tf": "resource \"aws_vpc\" \"v\" {}", "b.tf": ""]) { root in
            var configuration = try TerraformConfiguration(".", in: try Repository(around: root.path))
            let vpc = TerraformState.VPC(id: "vpc-01", address: try #require(TerraformAddress("aws_vpc.v")))
            #expect(try configuration.declaration(of: vpc) == .missing)
            #expect(
                configuration.remarks
                    == ["a␛.tf was not read: no alert can name a path with control characters."])
        }
    }

    private func declaration(
        of address: String, in files: [String: String], links: [String: String] = [:], folder: String = "."
    ) async throws -> Declaration? {
        var found: Declaration?
        try await SampleRepository.with(files, links: links) { root in
            var configuration = try TerraformConfiguration(folder, in: try Repository(around: root.path))
            let vpc = TerraformState.VPC(id: "vpc-01", address: try #require(TerraformAddress(address)))
            found = try configuration.declaration(of: vpc)
        }
        return found
    }

    private static func moved(_ from: String, _ to: String) -> String {
        "moved {\n  from = \(from)\n  to   = \(to)\n}\n"
    }

    private static let moved = [
        "main.tf": """
        resource "aws_vpc" "b" {}
        resource "aws_vpc" "stays" {}
        module "net" { source = "./net" }
        module "registry" { source = "terraform-aws-modules/vpc/aws" }
        """,
        "moved.tf": [
            ("aws_vpc.a", "aws_vpc.b"), ("aws_vpc.y0", "aws_vpc.a"), ("aws_vpc.z", "aws_vpc.y0"),
            ("aws_vpc.c", "module.net.aws_vpc.this"), ("module.old", "module.net"),
            ("module.keyed[\"eu.1\"]", "module.net"), ("aws_vpc.d", "module.registry.aws_vpc.this[0]"),
            ("module.net.aws_vpc.up", "module.net.aws_vpc.nowhere"), ("aws_vpc.b[1]", "module.net.aws_vpc.this"),
            ("aws_vpc.stays", "aws_vpc.nowhere"), ("aws_vpc.x", "aws_vpc.y"), ("aws_vpc.y", "aws_vpc.x"),
            ("module.w", "module.w.module.w"), ("aws_vpc.before", "aws_vpc.r"),
        ].map { moved($0, $1) }.joined(),
        "removed.tf": ["aws_vpc.r", "module.net.aws_vpc.r", "module.lost", "module.registry.aws_vpc.r"]
            .map { "removed {\n  from = \($0)\n  lifecycle {\n    destroy = false\n  }\n}\n" }.joined(),
        "more.tf.json":
            "{\"moved\": [{\"from\": \"aws_vpc.json\", \"to\": \"aws_vpc.b\"}], \"removed\": {\"from\": \"aws_vpc.k\"}}",
        "net/main.tf": "resource \"aws_vpc\" \"this\" {}\n" + moved("aws_vpc.inner", "aws_vpc.this")
            + "removed {\n  from = aws_vpc.local\n}\n",
    ]

    private static let units = [
        "live/terragrunt.hcl": "remote_state {\n  backend = \"s3\"\n}\n", "live/root.hcl": "include \"x\" {}\n",
        "bare/root.hcl": "",
        "live/remote/terragrunt.hcl": """
        include "root" {
          path = find_in_parent_folders("root.hcl")
        }

        terraform {
          source = "git::https://example.com/m.git//vpc?ref=v1"
        }
        """,
        "live/included/terragrunt.hcl": "\ninclude \"root\" {\n  path = \"x\"\n}\n",
        "live/json/terragrunt.hcl.json": "{\"terraform\":\n{\"source\": \"tfr:///a/b/aws\"}}",
        "live/template/terragrunt.hcl": "terraform { source = \"${get_repo_root()}//modules/vpc\" }\n",
        "live/local/terragrunt.hcl": "terraform { source = \"../../modules//vpc\" }\n",
        "live/away/terragrunt.hcl": "terraform { source = \"../../../away\" }\n",
        "live/root/terragrunt.hcl": "terraform { source = \"../../../repo/modules/vpc\" }\n",
        "live/linked/terragrunt.hcl": "terraform { source = \"../../link\" }\n",
        "live/within/terragrunt.hcl": "terraform { source = \"./here\" }\n",
        "live/nowhere/terragrunt.hcl": "terraform { source = \"../../nowhere\" }\n",
        "live/own/terragrunt.hcl": "terraform { source = \"../../modules/vpc\" }\n",
        "live/own/main.tf": "resource \"aws_vpc\" \"this\" {}\n",
        "live/beside/terragrunt.hcl": "locals {}\n", "live/beside/main.tf": "",
        "live/broken/terragrunt.hcl": "x = \"", "live/folder/terragrunt.hcl/x": "",
        "acting\u{1B}/terragrunt.hcl": "include {}\n",
        "modules/vpc/main.tf": """
        resource "aws_vpc" "this" {}
        module "registry" { source = "terraform-aws-modules/vpc/aws" }
        module "sub" { source = "../sub" }
        moved {
          from = aws_vpc.old
          to   = aws_vpc.this
        }
        removed { from = aws_vpc.r }
        resource "aws_vpc" "second" {}
        """,
        "modules/sub/main.tf": "resource \"aws_vpc\" \"sub\" {}\n",
        "../away/main.tf": "resource \"aws_vpc\" \"this\" {}\n", "../away/unit.hcl": "include {}\n",
        "live/escape/x": "",
    ]

    private static let links = [
        "link": "modules/vpc", "live/within/here": "../../modules/vpc",
        "live/escape/terragrunt.hcl": "../../../away/unit.hcl",
    ]
}
