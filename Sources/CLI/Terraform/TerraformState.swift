import Evidence
import Foundation

/// The VPCs of a Terraform or OpenTofu state file, format 4: their ids and the addresses that declare them.
///
/// A state holds passwords and keys in the clear. Nothing of it but ids of VPCs and names of blocks is kept, and
/// no error quotes it.
/// Source: https://developer.hashicorp.com/terraform/language/state (format 4 is internal; every version since
/// 0.12 writes it, and so does OpenTofu).
struct TerraformState {
    static let largest = 256 << 20

    /// In the order of the file.
    let vpcs: [VPC]
    /// How many instances have no id of a VPC: not yet created, or not understood.
    let withoutId: Int

    struct VPC: Hashable {
        var id: String
        /// Of a resource `aws_vpc` or `aws_default_vpc`.
        var address: TerraformAddress
    }

    /// Why a file is no state that can be used; it quotes nothing of it.
    struct Unusable: Error, CustomStringConvertible {
        let description: String
    }

    static let types: Set = ["aws_vpc", "aws_default_vpc"]

    init(_ bytes: Data) throws(Unusable) {
        let file = try Self.decoded(bytes)
        var vpcs: [VPC] = []
        var withoutId = 0
        for resource in file.resources ?? [] where resource.mode == "managed" && Self.types.contains(resource.type) {
            guard let module = TerraformAddress(resource.module ?? ""), module.resource == nil else {
                throw Unusable(description: "it has a module address that is not understood")
            }
            for instance in resource.instances {
                guard let id = instance.attributes?.id ?? instance.attributes_flat?.id, Self.isVPC(id) else {
                    withoutId += 1
                    continue
                }
                let declared = TerraformAddress.Resource(
                    type: resource.type, name: resource.name, key: instance.index_key?.key)
                vpcs.append(VPC(id: id, address: TerraformAddress(modules: module.modules, resource: declared)))
            }
        }
        self.vpcs = vpcs
        self.withoutId = withoutId
    }

    private static func decoded(_ bytes: Data) throws(Unusable) -> File {
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: bytes)
        } catch let error as DecodingError {
            // What the decoder says may quote the file; only where it stumbled is told.
            throw Unusable(description: error.discreet)
        } catch {
            throw Unusable(description: "it is not JSON, or not whole")
        }
        if file.encrypted_data != nil {
            throw Unusable(description: "it is encrypted; give it what `tofu state pull` prints")
        }
        if file.format_version != nil {
            throw Unusable(
                description: "it is the output of `terraform show -json`; give it what `terraform state pull` prints")
        }
        guard let version = file.version else {
            throw Unusable(description: "it is JSON, but no Terraform state: it has no version")
        }
        guard version == 4 else {
            throw Unusable(description: "its format is version \(version); only version 4 is understood")
        }
        return file
    }

    /// As EC2 makes them: `vpc-` and hexadecimal digits.
    private static func isVPC(_ id: String) -> Bool {
        let digits = id.utf8.dropFirst(4)
        return id.hasPrefix("vpc-") && (1...32).contains(digits.count)
            && digits.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    // The names are the file's own. What is not named here is never taken out of it.

    private struct File: Decodable {
        var version: Int?
        /// Of `terraform show -json`.
        var format_version: String?
        /// Of OpenTofu's encryption.
        var encrypted_data: String?
        var resources: [Resource]?

        struct Resource: Decodable {
            var mode: String
            var type: String
            var name: String
            var module: String?
            var instances: [Instance]
        }

        struct Instance: Decodable {
            var index_key: IndexKey?
            var attributes: Identity?
            /// Of instances that Terraform 0.11 wrote.
            var attributes_flat: Identity?
        }

        struct IndexKey: Decodable {
            /// Nil where it is neither a text nor a whole number.
            let key: TerraformAddress.Key?

            init(from decoder: any Decoder) throws {
                let value = try decoder.singleValueContainer()
                do {
                    key = .text(try value.decode(String.self))
                } catch is DecodingError {
                    do {
                        key = .number(try value.decode(Int.self))
                    } catch {
                        // For a fraction the decoder throws an error of its own.
                        key = nil
                    }
                }
            }
        }

        struct Identity: Decodable {
            /// Nil where it is absent or no text, as with other types of resource.
            var id: String?

            enum CodingKeys: CodingKey {
                case id
            }

            init(from decoder: any Decoder) throws {
                let fields = try decoder.container(keyedBy: CodingKeys.self)
                do {
                    id = try fields.decodeIfPresent(String.self, forKey: .id)
                } catch DecodingError.typeMismatch {
                    id = nil
                }
            }
        }
    }
}

extension DecodingError {
    /// Without a word of the file: every name in it is one that was asked for.
    fileprivate var discreet: String {
        let path: [any CodingKey]
        switch self {
        case .keyNotFound(let key, let context): path = context.codingPath + [key]
        case .typeMismatch(_, let context), .valueNotFound(_, let context): path = context.codingPath
        default: return "it is not JSON, or not whole"
        }
        let place = path.reduce(into: "") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return "it is JSON, but no Terraform state of version 4"
            + (place.isEmpty ? "" : ": \(place) is not as it should be")
    }
}
