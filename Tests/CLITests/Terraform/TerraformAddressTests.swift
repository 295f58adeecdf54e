import Testing

@testable import CLI

struct TerraformAddressTests {
    typealias Step = TerraformAddress.Step

    @Test(
        arguments: [
            ("", []), ("module.a", [Step(name: "a")]), ("module.a.module.b", [Step(name: "a"), Step(name: "b")]),
            ("module.a[12].module.b", [Step(name: "a", key: .number(12)), Step(name: "b")]),
            (
                "module.a[\"x.module.y\"].module.b[\"]\"]",
                [Step(name: "a", key: .text("x.module.y")), Step(name: "b", key: .text("]"))]
            ),
            ("module.a[\"\\\"]\"]", [Step(name: "a", key: .text("\\\"]"))]), ("module.module", [Step(name: "module")]),
        ] as [(String, [Step])])
    func modules(address: String, steps: [Step]) throws {
        let read = try #require(TerraformAddress(address))
        #expect(read.modules == steps && read.resource == nil)
    }

    @Test(
        arguments: [
            ("aws_vpc.b", 0, nil), ("aws_vpc.b[0]", 0, .number(0)), ("module.a[1].aws_vpc.b[\"0\"]", 1, .text("0")),
            ("module.a.module.c.aws_vpc.b", 2, nil),
        ] as [(String, Int, TerraformAddress.Key?)])
    func resources(address: String, modules: Int, key: TerraformAddress.Key?) throws {
        let read = try #require(TerraformAddress(address))
        #expect(read.modules.count == modules && read.resource == .init(type: "aws_vpc", name: "b", key: key))
        #expect(read.key == key)
    }

    @Test(arguments: [
        "a", "module", "module.", "module.a.", "module.a[", "module.a[\"x]", "module..a", "module[0].a",
        "data.aws_vpc.x",
        "aws_vpc[0].b", "aws_vpc.b.id", "module.a.aws_vpc", ".", "[0]", "aws_vpc.", "aws_vpc.b[0]c",
    ])
    func noAddresses(address: String) {
        #expect(TerraformAddress(address) == nil)
    }

    @Test func withoutKeys() {
        #expect(TerraformAddress("module.a[0].aws_vpc.b[\"x\"]")?.withoutKeys == TerraformAddress("module.a.aws_vpc.b"))
    }
}
