import Evidence
import Foundation

@testable import AWS

/// What lies in a user's home, and times wherever they stand.
extension FuzzTarget {
    static let profiles = FuzzTarget("profiles") { bytes in
        for kind in [ProfileFile.Kind.config, .credentials] {
            refusing(kind) { _ = try ProfileFile(bytes, path: "config", kind: $0).profiles }
        }
    }

    /// A time that was read is one that can be told and reckoned with.
    static let times = FuzzTarget("times") { bytes in
        let text = bytes.text
        for time in [Timestamp.iso8601(text), HTTPDate.read(text)].compactMap(\.self) where time.milliseconds >= 0 {
            _ = time.description
            _ = HTTPDate.text(time)
            _ = time.adding(seconds: 900)
        }
        let decoded = try JSONDecoder().decode([Timestamp].self, from: try JSONText.bytes(of: [text], .oneLine).data)
        for time in decoded { _ = (time.description, time.forPeople) }
    }

    static let commandLine = FuzzTarget("command-line") { _ = try ShellWords.split($0.text) }
}
