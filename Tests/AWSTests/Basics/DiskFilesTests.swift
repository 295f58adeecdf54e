import Foundation
import AWS
import Support
import Testing

@Suite struct DiskFilesTests {
    @Test func aFileIsReadWholeAndAnAbsentOneIsNone() async throws {
        try await TemporaryFolder.with { folder in
            let file = folder.appending(path: "config")
            let bytes = [UInt8](repeating: 7, count: 200_000)
            try Data(bytes).write(to: file)
            #expect(try DiskFiles().read(file.path) == bytes)
            #expect(try DiskFiles().read(folder.appending(path: "none").path) == nil)
            #expect(try DiskFiles().read(file.appending(path: "below").path) == nil)
            #expect(try DiskFiles().read("/dev/null") == [])
        }
    }

    @Test func whatCannotBeReadOrIsTooLargeIsAnError() async throws {
        try await TemporaryFolder.with { folder in
            let isFolder = #expect(throws: SettingError.self) { try DiskFiles().read(folder.path) }
            #expect(isFolder?.description == "\(folder.path) cannot be read: is a directory")
            let file = folder.appending(path: "large")
            try Data(count: DiskFiles.largest).write(to: file)
            #expect(try DiskFiles().read(file.path)?.count == DiskFiles.largest)
            try Data(count: DiskFiles.largest + 1).write(to: file)
            let isLarge = #expect(throws: SettingError.self) { try DiskFiles().read(file.path) }
            #expect(isLarge?.problem.hasPrefix("is larger than \(DiskFiles.largest) bytes") == true)
        }
    }

    @Test func aFileIsReplacedAsOneChangeForItsOwnerAlone() async throws {
        try await TemporaryFolder.with { folder in
            let file = folder.appending(path: "token.json").path
            try DiskFiles().replace(file, with: Array("one".utf8))
            try DiskFiles().replace(file, with: Array("two".utf8))
            #expect(try DiskFiles().read(file) == Array("two".utf8))
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["token.json"])
        }
    }

    @Test func whatCannotBeReplacedIsAnErrorAndLeavesNothing() async throws {
        try await TemporaryFolder.with { folder in
            let taken = folder.appending(path: "taken")
            try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: false)
            let error = #expect(throws: SettingError.self) { try DiskFiles().replace(taken.path, with: [1]) }
            #expect(error?.setting == taken.path)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
            #expect(throws: SettingError.self) { try DiskFiles().replace("\(taken.path)/no/x", with: [1]) }
        }
    }
}
