import Evidence
import Foundation
import Logging

/// Writes log lines to stderr, above the line of the progress: `2026-11-23T10:04:05.678Z debug DescribeVpcs in …`.
struct TerminalLog: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        ErrorStream.standard.write("\(Timestamp(Date())) \(event.level) \(event.message.description.visible())")
    }
}
