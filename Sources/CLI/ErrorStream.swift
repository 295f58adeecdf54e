import Evidence
import Foundation
import Synchronization

/// What goes to stderr: lines that stay and, below them, at most one that is drawn again and again.
final class ErrorStream: Sendable {
    static let standard = ErrorStream()

    private let drawn = Mutex("")

    /// Writes a line that stays.
    func write(_ line: String) {
        drawn.withLock { drawn in
            let isDrawn = !drawn.isEmpty
            Self.put((isDrawn ? Self.erase : "") + line + "\n" + drawn)
        }
    }

    /// Puts a line in the place of the one that was drawn before; nothing where it is empty. It must fit.
    func draw(_ line: String) {
        drawn.withLock { drawn in
            guard line != drawn else { return }
            Self.put((drawn.isEmpty ? "" : Self.erase) + line)
            drawn = line
        }
    }

    /// Back to the left, and all to the right is gone.
    private static let erase = "\r\u{1B}[K"

    private static func put(_ text: String) {
        do {
            try FileHandle.standardError.write(contentsOf: Data(text.utf8))
        } catch {
            // There is nowhere left to say it; the exit status tells.
            return
        }
    }
}
