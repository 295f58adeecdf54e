package import Evidence
import Foundation

extension Timestamp {
    /// Reads a time as AWS and its tools write it: `2026-11-23T10:04:05Z`, with fractions of a second or another
    /// zone where they please (ISO 8601). Nil for anything else.
    package init?(ofCredentials text: String) {
        for includesFractions in [false, true] {
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: includesFractions)
            do {
                self.init(try Date(text, strategy: style))
                return
            } catch {
                continue
            }
        }
        return nil
    }
}
