import Foundation
import Support
import Testing

@testable import CLI

struct TerraformStateTests {
    static let secret = "hunter2-secret"

    @Test func vpcsWithTheirAddresses() throws {
        let state = try TerraformState(
            Data(
                """
                {"version": 4, "terraform_version": "1.9.0", "serial": 3, "lineage": "x",
                 "outputs": {"password": {"value": "\(Self.secret)", "type": "string"}},
                 "resources": [
                  {"mode": "managed", "type": "aws_vpc", "name": "main", "provider": "p",
                   "instances": [{"index_key": 0, "attributes": {"id": "vpc-0a1", "x": [1, {}]}},
                                 {"index_key": "b", "attributes": {"id": "vpc-0a2"}}]},
                  {"module": "module.a[\\"eu.1]\\\\\\"\\"].module.b[0]", "mode": "managed", "type": "aws_vpc",
                   "name": "this", "instances": [{"attributes": {"id": "vpc-0b1"}, "deposed": "12345678"}]},
                  {"mode": "managed", "type": "aws_default_vpc", "name": "d", "instances": [
                    {"attributes_flat": {"id": "vpc-0c1"}}, {"attributes": null}, {"attributes": {"id": "\(Self.secret)"}}]},
                  {"mode": "data", "type": "aws_vpc", "name": "read", "instances": [{"attributes": {"id": "vpc-0d1"}}]},
                  {"mode": "managed", "type": "random_id", "name": "r", "instances": [{"attributes": {"id": 7}}]}
                 ], "check_results": null}
                """.utf8))
        #expect(
            state.vpcs == [
                .init(id: "vpc-0a1", modules: [], type: "aws_vpc", name: "main"),
                .init(id: "vpc-0a2", modules: [], type: "aws_vpc", name: "main"),
                .init(id: "vpc-0b1", modules: ["a", "b"], type: "aws_vpc", name: "this"),
                .init(id: "vpc-0c1", modules: [], type: "aws_default_vpc", name: "d"),
            ])
        #expect(state.withoutId == 2)
    }

    @Test(arguments: [
        ("", "it is not JSON, or not whole"),
        ("{\"version\": 4, \"outputs\": {\"p\": \"\(secret)\"", "it is not JSON, or not whole"),
        (secret, "it is not JSON, or not whole"),
        ("[\"\(secret)\"]", "it is JSON, but no Terraform state of version 4"),
        ("{\"a\": \"\(secret)\"}", "it has no version"),
        ("{\"version\": \"\(secret)\"}", "version is not as it should be"),
        ("{\"version\": 3, \"modules\": []}", "its format is version 3; only version 4 is understood"),
        ("{\"version\": 5, \"resources\": []}", "its format is version 5"),
        ("{\"format_version\": \"1.0\", \"values\": {}}", "terraform show -json"),
        ("{\"encrypted_data\": \"\(secret)\", \"encryption_version\": \"v0\"}", "it is encrypted"),
        ("{\"version\": 4, \"resources\": \"\(secret)\"}", "resources is not as it should be"),
        (
            "{\"version\": 4, \"resources\": [{\"mode\": \"managed\", \"type\": \"aws_vpc\", \"name\": \"\(secret)\"}]}",
            "resources[0].instances is not as it should be"
        ),
        (
            "{\"version\": 4, \"resources\": [{\"mode\": \"managed\", \"type\": \"aws_vpc\", \"name\": \"n\", "
                + "\"module\": \"\(secret)\", \"instances\": []}]}",
            "a module address that is not understood"
        ),
    ])
    func whatCannotBeUsedIsSaidAndNotQuoted(text: String, says: String) {
        let error = #expect(throws: TerraformState.Unusable.self) { try TerraformState(Data(text.utf8)) }
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains(Self.secret) == false)
    }

    @Test(arguments: [
        ("", []), ("module.a", ["a"]), ("module.a.module.b", ["a", "b"]), ("module.a[12].module.b", ["a", "b"]),
        ("module.a[\"x.module.y\"].module.b[\"]\"]", ["a", "b"]), ("module.a[\"\\\"]\"]", ["a"]),
    ])
    func moduleAddresses(address: String, names: [String]) {
        #expect(ModuleAddress.names(in: address) == names)
    }

    @Test(arguments: ["a", "module.", "module.a.", "module.a[", "module.a[\"x]", "module..a", "module.a]b", "data.x"])
    func noModuleAddress(address: String) {
        let names = ModuleAddress.names(in: address)
        #expect(names == nil || address == "module.a]b")
    }
}
