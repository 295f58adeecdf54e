/// What a `terragrunt.hcl` tells of the module that its unit runs.
/// Source: https://terragrunt.gruntwork.io/docs/reference/hcl
struct TerragruntUnit: Equatable {
    /// In the order in which Terragrunt looks for them.
    static let files = ["terragrunt.hcl", "terragrunt.hcl.json"]

    /// That of the source; the first where an included file names it.
    let line: Int
    /// As it is written; nil where it is not a plain text, or named elsewhere.
    let source: String?

    /// Nil where it has neither a source nor an include: units include it, and it is none.
    init?(_ file: HCLBlocks) {
        let terraform = file.blocks.first { $0.labels == ["terraform"] && $0.attributes["source"] != nil }
        guard terraform != nil || file.blocks.contains(where: { $0.labels[0] == "include" }) else { return nil }
        line = terraform?.attributes["source"]?.line ?? 1
        source = terraform?.text("source")
    }
}
