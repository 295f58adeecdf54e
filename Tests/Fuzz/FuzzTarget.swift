/// A reader of what others wrote. One family, one file in this folder; one target, one line in `all`.
struct FuzzTarget: Sendable {
    let name: String
    /// Reads hostile bytes, and throws nothing: whatever the reader refuses is refused. Broken promises end the process.
    let read: @Sendable ([UInt8]) -> Void

    /// - Parameter read: what it throws is a refusal.
    init(_ name: String, _ read: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.read = { bytes in do { try read(bytes) } catch { _ = "\(error)" } }
    }

    static let all: [FuzzTarget] = [
        .xml, .records, .errors,
        .run, .exchanges, .findings, .baseline, .sourceMap, .manifest,
        .profiles, .credentialDocument, .times, .lifetimes, .commandLine,
        .terraform, .terraformJSON, .terraformState,
        .htmlTemplate, .markdownTemplate,
        .package,
    ]

    /// A promise of a reader that does not hold is a finding, as a crash is.
    static func expect(_ holds: Bool, _ promise: StaticString) {
        if !holds { fatalError("\(promise)") }
    }
}
