package import Evidence

/// A way to tell a comparison. One format, one file in this folder, one line in `all`.
package struct ComparisonFormat: Sendable {
    /// As `exhibit diff --format` takes it.
    package let name: String
    /// Writes the whole comparison. The same comparison gives the same bytes.
    package let render: @Sendable (Comparison, any Output) throws -> Void
}

extension ComparisonFormat {
    package static let all: [ComparisonFormat] = [.text, .markdown, .json]
}
