package import Foundation

/// Data that tests read where it lies: the folder that EXHIBIT_SHARED names.
///
/// It is no part of the project. A test that needs it is skipped where it is absent:
/// `@Test(.enabled(if: SharedData.isHere, SharedData.reason))`.
package enum SharedData {
    package static let folder: URL? = ProcessInfo.processInfo.environment["EXHIBIT_SHARED"]
        .map { URL(filePath: $0).appending(path: "data") }

    package static var isHere: Bool { folder != nil }

    package static let reason: String = "the folder of shared data is not named by EXHIBIT_SHARED"

    package struct Absent: Error {}

    /// - Parameter path: relative to the data folder.
    package static func url(_ path: String) throws -> URL {
        guard let folder else { throw Absent() }
        return folder.appending(path: path)
    }

    package static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: url(path))) }

    package static func text(_ path: String) throws -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }

    /// The names in a folder, sorted.
    package static func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url(path).path(percentEncoded: false)).sorted()
    }
}
