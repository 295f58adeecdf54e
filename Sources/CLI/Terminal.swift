import Evidence
import Foundation

/// What a person sees of a run. Text from AWS or a file is made visible before it comes here.
enum Terminal {
    /// Throws when nobody takes it: stdout is closed, or a disk is full.
    static func say(_ text: String) throws(TerminalFailure) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
        } catch {
            throw TerminalFailure(description: "what there is to say could not be written to stdout")
        }
    }

    static func complain(_ text: String) {
        do {
            try FileHandle.standardError.write(contentsOf: Data(("exhibit: " + text.visible() + "\n").utf8))
        } catch {
            // There is nowhere left to say it; the exit status tells.
            return
        }
    }
}

struct TerminalFailure: Error, CustomStringConvertible {
    let description: String
}
