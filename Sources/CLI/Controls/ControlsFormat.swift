import Evidence
import Scan

/// A way to print the control. One format, one file in this folder, one line in `all`.
struct ControlsFormat: Sendable {
    /// As `exhibit controls --format` takes it.
    let name: String
    let render: @Sendable (Control, any Output) throws -> Void
}

extension ControlsFormat {
    static let all: [ControlsFormat] = [.table, .json, .markdown]
}

extension Output {
    func write(_ text: String) throws {
        var bytes = Array(text.utf8)
        try bytes.withUnsafeMutableBytes { try write(UnsafeRawBufferPointer($0)) }
    }
}
