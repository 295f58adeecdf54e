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
        ErrorStream.standard.write("exhibit: \(text.visible())")
    }

    /// Whether somebody looks at stderr.
    static var isWatched: Bool { isatty(STDERR_FILENO) != 0 }

    /// How many characters a line of stderr takes; 80 where nobody knows.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}

struct TerminalFailure: Error, CustomStringConvertible {
    let description: String
}
