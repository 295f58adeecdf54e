import Evidence
import Foundation
import Scan
import Support

/// The package that EXHIBIT_FUZZ_PACKAGE names, and what was concluded in it.
enum SmallPackage {
    private static let original = URL(
        fileURLWithPath: ProcessInfo.processInfo.environment["EXHIBIT_FUZZ_PACKAGE"] ?? "package")
    /// Where copies are made: a file system in memory, if the system has one.
    private static let scratch = URL(
        fileURLWithPath: FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory())

    /// Two VPCs in one region, of which one fails.
    static let dossier: Dossier = EstateDraft(
        EstateDraft.vpc("vpc-1", .pass), EstateDraft.vpc("vpc-2", .fail)
    ).dossier

    /// Gives the body a copy of its own.
    static func with(_ body: (PackageFolder) throws -> Void) throws {
        let copy = scratch.appendingPathComponent("exhibit-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
        if FileManager.default.fileExists(atPath: copy.path) { try FileManager.default.removeItem(at: copy) }
        try FileManager.default.copyItem(at: original, to: copy)
        try body(PackageFolder(copy))
        try FileManager.default.removeItem(at: copy)
    }
}
