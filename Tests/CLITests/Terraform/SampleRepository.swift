import Foundation
import Support

@testable import CLI

/// A repository with files that a test chooses, and a folder around it.
enum SampleRepository {
    /// - Parameter links: by their name, what they point at.
    static func with(
        _ files: [String: String], links: [String: String] = [:], _ body: (URL) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { outer in
            let folder = outer.appendingPathComponent("repo")
            try write(files.merging([".git/HEAD": ""]) { $1 }, in: folder)
            for (name, target) in links {
                try FileManager.default.createSymbolicLink(
                    atPath: folder.appendingPathComponent(name).path, withDestinationPath: target)
            }
            try await body(folder)
        }
    }

    static func write(_ files: [String: String], in folder: URL) throws {
        for (name, text) in files {
            let file = folder.appendingPathComponent(name).standardizedFileURL
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    /// A state of VPCs, each with its id and its address: `module.a["x"].aws_vpc.b[0]`.
    static func state(_ vpcs: KeyValuePairs<String, String>) throws -> String {
        let resources = try vpcs.map { id, address in
            guard let resource = TerraformAddress(address)?.resource,
                let module = address.range(of: "\(resource.type).\(resource.name)", options: .backwards)
            else { throw PackageFolder.NotThere("\(address) is no address") }
            var instance: [String: Any] = ["attributes": ["id": id]]
            switch resource.key {
            case .number(let number): instance["index_key"] = number
            case .text(let text): instance["index_key"] = text
            case nil: break
            }
            let modules = address[..<module.lowerBound].dropLast()
            return [
                "mode": "managed", "type": resource.type, "name": resource.name, "instances": [instance],
                "module": String(modules),
            ] as [String: Any]
        }
        let state: [String: Any] = ["version": 4, "resources": resources]
        return String(decoding: try JSONSerialization.data(withJSONObject: state), as: UTF8.self)
    }
}
