import Foundation
import Support
import Testing

/// One way to alter a package, and what `exhibit verify` says of it.
struct Tampering: Sendable, CustomTestStringConvertible {
    let name: String
    /// Part of the difference that is named.
    let says: String
    let change: @Sendable (PackageFolder) throws -> Void

    init(_ name: String, says: String, _ change: @escaping @Sendable (PackageFolder) throws -> Void) {
        self.name = name
        self.says = says
        self.change = change
    }

    var testDescription: String { name }

    /// What comes of verifying the demo's package after it.
    func verify(resealing: Bool, isolation: isolated (any Actor)? = #isolation) async throws -> Program.Outcome {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-R", "--output", "p"], in: folder)
            let package = PackageFolder(folder.appendingPathComponent("p"))
            try change(package)
            if resealing { try package.reseal() }
            return try await Binary.run(["verify", "p"], in: folder)
        }
    }
}
