package import Foundation

/// Packages that earlier versions made, as they are kept in `Tests/Fixtures/packages`.
package enum PackageFixtures {
    package static let of010 = ["every-format", "fixes-and-depth"].map { "0.1.0/\($0)" }

    /// A copy in this folder under that name.
    package static func copy(_ fixture: String, to name: String, in folder: URL) throws -> PackageFolder {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/packages/\(fixture)")
        let target = folder.appendingPathComponent(name)
        try FileManager.default.copyItem(at: source, to: target)
        return PackageFolder(target)
    }
}
