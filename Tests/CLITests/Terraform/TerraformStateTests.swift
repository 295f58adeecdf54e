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
                    {"index_key": 1.5, "attributes_flat": {"id": "vpc-0c1"}}, {"attributes": null}, {"attributes": {"id": "\(Self.secret)"}}]},
                  {"mode": "data", "type": "aws_vpc", "name": "read", "instances": [{"attributes": {"id": "vpc-0d1"}}]},
                  {"mode": "managed", "type": "random_id", "name": "r", "instances": [{"attributes": {"id": 7}}]}
                 ], "check_results": null}
                """.utf8))
        #expect(
            state.vpcs == [
                .init(id: "vpc-0a1", address: .init(resource: .init(type: "aws_vpc", name: "main", key: .number(0)))),
                .init(id: "vpc-0a2", address: .init(resource: .init(type: "aws_vpc", name: "main", key: .text("b")))),
                .init(
                    id: "vpc-0b1",
                    address: .init(
                        modules: [
                            .init(name: "a", key: .text(#"eu.1]\""#)), .init(name: "b", key: .number(0)),
                        ], resource: .init(type: "aws_vpc", name: "this", key: nil))),
                .init(id: "vpc-0c1", address: .init(resource: .init(type: "aws_default_vpc", name: "d", key: nil))),
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
        (
            "{\"version\": 4, \"resources\": [{\"mode\": \"managed\", \"type\": \"aws_vpc\", \"name\": \"n\", "
                + "\"module\": \"module.a.aws_vpc.\(secret)\", \"instances\": []}]}",
            "a module address that is not understood"
        ),
    ])
    func whatCannotBeUsedIsSaidAndNotQuoted(text: String, says: String) {
        let error = #expect(throws: TerraformState.Unusable.self) { try TerraformState(Data(text.utf8)) }
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains(Self.secret) == false)
    }
}
