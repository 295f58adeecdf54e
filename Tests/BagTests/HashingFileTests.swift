import Bag
import Evidence
import Foundation
import Testing

@Suite struct HashingFileTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Pieces around the size of the buffer.
    @Test(arguments: [0, 1, 65535, 65536, 65537, 200_000])
    func whatIsWrittenIsHashedAndCounted(_ size: Int) throws {
        let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        let file = try HashingFile(creating: scratch["file"])
        try file.write([7])
        try file.write(piece)
        try file.write("end")
        let digest = try file.finish()
        let all = [7] + piece + Array("end".utf8)
        #expect(digest.sha256 == sha256Hex(all))
        #expect(digest.bytes == all.count)
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: scratch["file"]))) == all)
    }

    /// /dev/full refuses every byte, as a full disk does.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
    func aFullDiskIsToldAndNotForgotten() throws {
        let full = PackageError("cannot write /dev/full: No space left on device")
        let file = try HashingFile(overwriting: "/dev/full")
        try file.write("in the buffer")
        #expect(failure { _ = try file.finish() } == full.description)
        let second = try HashingFile(overwriting: "/dev/full")
        #expect(failure { try second.write([UInt8](repeating: 0, count: 1 << 20)) } == full.description)
        #expect(failure { try second.write("more") } == full.description)
        #expect(failure { _ = try second.finish() } == full.description)
    }

    @Test func aFileThatIsThereIsNotOverwrittenAndOneThatFailsIsGone() throws {
        try scratch.write("mine", to: "file")
        #expect(throws: PackageError.self) { try HashingFile(creating: scratch["file"]) }
        #expect(try scratch.read("file") == "mine")
        do {
            let other = try HashingFile(creating: scratch["other"])
            try other.write("x")
        }
        #expect(!scratch.exists("other"))
    }
}
