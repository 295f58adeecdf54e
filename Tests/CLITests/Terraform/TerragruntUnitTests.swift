import Testing

@testable import CLI

struct TerragruntUnitTests {
    @Test(
        arguments: [
            (
                "terraform {\n  # the module\n  source = \"git::https://example.com/m.git//vpc?ref=v1\" # pinned\n}", 3,
                "git::https://example.com/m.git//vpc?ref=v1"
            ),
            (
                "include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n}\nterraform { source = \"../m//vpc\" }",
                4,
                "../m//vpc"
            ),
            ("terraform {\n  source = \"${get_repo_root()}//vpc\"\n}", 2, nil),
            ("terraform {\n  extra_arguments \"x\" {\n    source = \"no\"\n  }\n  source = local.source\n}", 5, nil),
            ("terraform {}\nterraform {\n  source = \"tfr:///a/b/aws?version=1\"\n}", 3, "tfr:///a/b/aws?version=1"),
            ("\ninclude {\n  path = find_in_parent_folders()\n}", 1, nil),
            ("include \"root\" {\n  path = \"x\"\n}\nterraform {\n  before_hook \"x\" {}\n}", 1, nil),
            ("terraform {\n  source = \"./x\"\n}\nbroken = \"", 2, "./x"),
        ] as [(String, Int, String?)])
    func units(text: String, line: Int, source: String?) throws {
        let unit = try #require(TerragruntUnit(HCLBlocks(Array(text.utf8), isJSON: false)))
        #expect(unit.line == line && unit.source == source)
    }

    @Test(
        arguments: [
            ("{\"terraform\":\n{\"source\":\n\"../m\"}}", 3, "../m"),
            ("\n{\"include\": {\"root\": {\"path\": \"x\"}}}", 1, nil),
            ("\n{\"include\": {\"path\": \"x\"}}", 1, nil),
        ] as [(String, Int, String?)])
    func unitsInJSON(text: String, line: Int, source: String?) throws {
        let unit = try #require(TerragruntUnit(HCLBlocks(Array(text.utf8), isJSON: true)))
        #expect(unit.line == line && unit.source == source)
    }

    /// What units include.
    @Test(arguments: [
        "", "remote_state {\n  backend = \"s3\"\n}\ninputs = {\n  source = \"x\"\n}",
        "terraform {\n  extra_arguments \"x\" {}\n}",
        "locals {\n  include = 1\n}", "generate \"x\" {\n  contents = <<EOT\ninclude {}\nEOT\n}", "# include {}",
    ])
    func noUnits(text: String) {
        #expect(TerragruntUnit(HCLBlocks(Array(text.utf8), isJSON: false)) == nil)
    }
}
