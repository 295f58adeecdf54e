import Evidence
import Foundation

/// Asks the person at the terminal for one line, whatever stdin and stdout are.
enum TerminalPrompt {
    struct NobodyThere: Error, CustomStringConvertible {
        let description = "there is no terminal to ask at"
    }

    /// Throws where there is no terminal, or nothing is typed.
    @Sendable static func ask(_ question: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            // Waiting for a person must not hold up the calls of the others.
            DispatchQueue.global().async {
                continuation.resume(with: Result { try answer(to: question) })
            }
        }
    }

    private static func answer(to question: String) throws -> String {
        guard let terminal = FileHandle(forUpdatingAtPath: "/dev/tty") else { throw NobodyThere() }
        ErrorStream.standard.draw("")
        try terminal.write(contentsOf: Data(question.visible().utf8))
        var line: [UInt8] = []
        while line.count < 256, let byte = try terminal.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        try terminal.close()
        guard !line.isEmpty else { throw NobodyThere() }
        return String(decoding: line, as: UTF8.self)
    }
}
