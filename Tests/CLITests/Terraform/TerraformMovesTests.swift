import Testing

@testable import CLI

struct TerraformMovesTests {
    @Test(arguments: [
        // All instances, which keep their keys.
        ("aws_vpc.all", "aws_vpc.new"), ("aws_vpc.all[2]", "aws_vpc.new[2]"),
        ("aws_vpc.all[\"x\"]", "aws_vpc.new[\"x\"]"),
        ("module.all.aws_vpc.v[1]", "module.new.aws_vpc.v[1]"), ("module.all[3].aws_vpc.v", "module.new[3].aws_vpc.v"),
        // One of them.
        ("aws_vpc.one[0]", "aws_vpc.first"), ("aws_vpc.one[1]", nil), ("aws_vpc.one[\"0\"]", nil), ("aws_vpc.one", nil),
        ("aws_vpc.single", "aws_vpc.many[\"x\"]"), ("aws_vpc.single[0]", nil),
        ("module.one[\"a.b\"].aws_vpc.v", "module.first.aws_vpc.v"), ("module.one[\"c\"].aws_vpc.v", nil),
        // By itself before with its module, and the inner module before the outer one.
        ("module.both.aws_vpc.v", "aws_vpc.out"), ("module.both.aws_vpc.w", "module.later.aws_vpc.w"),
        ("module.both.module.in.aws_vpc.v", "module.inner.aws_vpc.v"),
        ("module.both.module.x.aws_vpc.v", "module.later.module.x.aws_vpc.v"),
        // Kinds do not mix, and the first counts.
        ("aws_vpc.mixed", nil), ("module.mixed.aws_vpc.v", nil), ("aws_vpc.twice", "aws_vpc.once"),
        ("aws_vpc.unknown", nil), ("module.deep.aws_vpc.all", nil),
    ])
    func oneMove(from: String, to: String?) throws {
        var moves = TerraformMoves()
        for (from, to) in Self.blocks {
            moves.move(from: try #require(TerraformAddress(from)), to: try #require(TerraformAddress(to)))
        }
        let target = moves.target(of: try #require(TerraformAddress(from)))
        #expect(try target == to.map { try #require(TerraformAddress($0)) })
    }

    private static let blocks: KeyValuePairs = [
        "aws_vpc.all": "aws_vpc.new", "module.all": "module.new", "aws_vpc.one[0]": "aws_vpc.first",
        "aws_vpc.single": "aws_vpc.many[\"x\"]", "module.one[\"a.b\"]": "module.first", "module.both": "module.later",
        "module.both.aws_vpc.v": "aws_vpc.out", "module.both.module.in": "module.inner", "aws_vpc.mixed": "module.x",
        "module.mixed": "aws_vpc.x", "": "module.x", "aws_vpc.twice": "aws_vpc.once", "aws_vpc.twice": "aws_vpc.again",
    ]

    @Test(arguments: [
        ("aws_vpc.a", true), ("aws_vpc.a[0]", true), ("aws_vpc.b", false), ("module.m[\"x\"].aws_vpc.a", true),
        ("module.m.aws_vpc.b", false), ("module.gone.aws_vpc.v", true), ("module.gone[0].module.x.aws_vpc.v", true),
        ("module.x.module.gone.aws_vpc.v", false), ("module.a.aws_vpc.v", false),
    ])
    func whatIsRemoved(address: String, isRemoved: Bool) throws {
        var moves = TerraformMoves()
        for address in ["aws_vpc.a", "module.m.aws_vpc.a", "module.gone", ""] {
            moves.remove(try #require(TerraformAddress(address)))
        }
        #expect(moves.removes(try #require(TerraformAddress(address))) == isRemoved)
    }
}
