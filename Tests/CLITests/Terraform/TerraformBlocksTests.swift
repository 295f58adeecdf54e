import Support
import Testing

@testable import CLI

struct TerraformBlocksTests {
    @Test func blocksAreFoundWhereTheyBegin() {
        let blocks = hcl(
            """
            # resource "aws_vpc" "commented" {
            terraform { required_version = ">= 1.0" }

            resource "aws_vpc" "main" {   // the one
              cidr_block = "10.0.0.0/16"
              tags = { Name = "a } \\" ${var.x["k"]} b" }
            }
            resource aws_default_vpc bare {
            }
            resource "aws_subnet" "main" {}
            data "aws_vpc" "read" {}
            /* resource "aws_vpc" "hidden" {
            */ module "network" {
              source  = "./modules/network" # local
              version = "~> 5.0"
              providers = { source = "not this" }
            }
            module "registry" { source = "terraform-aws-modules/vpc/aws" }
            module "unknown" { source = "${path.module}/x" }
            """)
        #expect(blocks.unreadFrom == nil)
        #expect(blocks.vpcs == ["aws_vpc.main": 4, "aws_default_vpc.bare": 8])
        #expect(
            blocks.modules == [
                "network": .init(line: 13, source: "./modules/network"),
                "registry": .init(line: 18, source: "terraform-aws-modules/vpc/aws"),
                "unknown": .init(line: 19, source: nil),
            ])
    }

    @Test func whatIsInStringsHeredocsAndTemplatesIsNoBlock() {
        let blocks = hcl(
            """
            locals {
              a = <<EOT
            resource "aws_vpc" "a" {
              EOT2
            ${join("}", ["{"])}
            EOT
              b = <<-END
                }
                resource "aws_vpc" "b" {
                END
              c = "${join(",", [for s in ["}", "\\"${1}\\""] : "resource \\"aws_vpc\\" {"])}"
              d = "%{if true}}%{endif} $${not} %%{not}"
              e = x < 2 ? 1 : 2
            }
            resource "aws_vpc" "real" {}
            """)
        #expect(blocks.unreadFrom == nil)
        #expect(blocks.vpcs == ["aws_vpc.real": 15])
    }

    @Test(arguments: [
        ("resource \"aws_vpc\" \"a\" {}\nlocals {\n  x = \"open\n}", 3),
        ("resource \"aws_vpc\" \"a\" {}\n/* open", 2),
        ("resource \"aws_vpc\" \"a\" {}\nx = <<EOT\nopen\n", 2),
        ("resource \"aws_vpc\" \"a\" {}\nlocals {\n", 3),
        ("resource \"aws_vpc\" \"a\" {}\nlocals {\n]\n", 3),
        ("resource \"aws_vpc\" \"a\" {}\nx = \"" + String(repeating: "${\"", count: 500), 2),
    ])
    func whatStandsBeforeAMistakeIsKept(text: String, line: Int) {
        let blocks = hcl(text)
        #expect(blocks.vpcs == ["aws_vpc.a": 1])
        #expect(blocks.unreadFrom == line)
    }

    @Test func linesEndInEitherWay() {
        #expect(hcl("\u{FEFF}a = 1\r\n\r\nresource \"aws_vpc\" \"a\" {\r\n}\r\n").vpcs == ["aws_vpc.a": 3])
    }

    @Test func jsonIsReadToo() {
        let blocks = TerraformBlocks(
            Array(
                #"""
                {
                  "//": "resource aws_vpc x { \" }",
                  "resource": {
                    "aws_vpc": {
                      "main": { "cidr_block": "${var.a[\"x\"]}", "tags": {"source": "x"} },
                      "listed": [ { "cidr_block": "10.0.0.0/8" } ]
                    }
                  },
                  "module": [ { "network": { "source": "./n", "x": [1, true, null] } },
                              { "other": { "source": "git::https://example.com/x" } } ]
                }
                """#.utf8), isJSON: true)
        #expect(blocks.unreadFrom == nil)
        #expect(blocks.vpcs == ["aws_vpc.main": 5, "aws_vpc.listed": 6])
        #expect(
            blocks.modules == [
                "network": .init(line: 9, source: "./n"),
                "other": .init(line: 10, source: "git::https://example.com/x"),
            ])
    }

    @Test func whatIsMovedAndRemoved() throws {
        let blocks = hcl(
            """
            moved {
              from = aws_vpc.a # before
              to   = module.net["eu.1"].aws_vpc.b[0]
            }
            moved {
              to   = module.b
              from = module.a[1] }
            moved {
              from = aws_vpc.template["${each.key}"]
              to   = aws_vpc.b
            }
            moved {
              from = aws_vpc.all[*]
              to   = aws_vpc.b
            }
            moved {
              from = aws_vpc.alone
            }
            moved "labelled" {
              from = aws_vpc.c
              to   = aws_vpc.d
            }
            removed {
              from = module.x.aws_vpc.c
              lifecycle {
                destroy = false
                from    = aws_vpc.inner
              }
            }
            locals {
              from = aws_vpc.local
              to   = aws_vpc.other
            }
            """)
        #expect(blocks.unreadFrom == nil)
        #expect(blocks.moves.map(\.from) == [try address("aws_vpc.a"), try address("module.a[1]")])
        #expect(blocks.moves.map(\.to) == [try address(#"module.net["eu.1"].aws_vpc.b[0]"#), try address("module.b")])
        #expect(blocks.removed == [try address("module.x.aws_vpc.c")])
    }

    @Test func whatJSONMovesAndRemoves() throws {
        let blocks = TerraformBlocks(
            Array(
                #"""
                {"moved": [{"from": "aws_vpc.a", "to": "aws_vpc.b"}, {"from": "module.a", "to": "module.b[0]"},
                           {"from": "aws_vpc.escaped[\"x\"]", "to": "aws_vpc.b"}],
                 "removed": {"from": "aws_vpc.c", "lifecycle": {"destroy": false, "from": "aws_vpc.inner"}}}
                """#.utf8), isJSON: true)
        #expect(blocks.unreadFrom == nil)
        #expect(blocks.moves.map(\.from) == [try address("aws_vpc.a"), try address("module.a")])
        #expect(blocks.moves.map(\.to) == [try address("aws_vpc.b"), try address("module.b[0]")])
        #expect(blocks.removed == [try address("aws_vpc.c")])
    }

    /// Reading takes a time that grows with the file and not with its square.
    @Test(.timeLimit(.minutes(1))) func bracketsWithoutEnd() {
        let count = 100_000
        let open = String(repeating: "[", count: count) + String(repeating: "\"\",", count: count)
        #expect(TerraformBlocks(Array(open.utf8), isJSON: true).unreadFrom == 1)
        #expect(TerraformBlocks(Array(open.utf8), isJSON: false).unreadFrom == 1)
    }

    /// A file is untrusted: whatever is in it, reading it ends, and what stands before is found.
    @Test(arguments: 0..<300) func nothingMakesItStumble(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let pieces = [
            "\"", "${", "%{", "}", "{", "<<EOT\n", "EOT\n", "/*", "*/", "#", "\n", "\\", "[", ")", "source = ",
            "moved {\n",
            "from = ", "to = ", "terraform {\n", "removed {\n", ".", "aws_vpc",
        ]
        var text = "resource \"aws_vpc\" \"first\" {\n}\n"
        for _ in 0..<Int.random(in: 0...30, using: &generator) {
            text += pieces.randomElement(using: &generator) ?? ""
            text += HostileText.random(using: &generator)
        }
        for isJSON in [false, true] {
            let blocks = TerraformBlocks(Array(text.utf8), isJSON: isJSON)
            if !isJSON { #expect(blocks.vpcs["aws_vpc.first"] == 1) }
            _ = TerragruntUnit(HCLBlocks(Array(text.utf8), isJSON: isJSON))
        }
    }

    private func address(_ text: String) throws -> TerraformAddress { try #require(TerraformAddress(text)) }

    private func hcl(_ text: String) -> TerraformBlocks { TerraformBlocks(Array(text.utf8), isJSON: false) }
}
