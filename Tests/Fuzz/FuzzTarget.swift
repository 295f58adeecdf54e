import Foundation

/// A reader of what others wrote. One family, one file in this folder; one target, one line in `all`.
struct FuzzTarget: Sendable {
    let name: String
    /// Reads hostile bytes, and throws nothing: whatever the reader refuses is refused. Broken promises end the process.
    let read: @Sendable ([UInt8]) -> Void

    /// - Parameter read: what it throws is a refusal.
    init(_ name: String, _ read: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.read = { Self.refusing($0, read) }
    }

    static let all: [FuzzTarget] = [
        .xml, .records, .errors, .destinations,
        .run, .exchanges, .findings, .baseline, .sourceMap, .exceptions, .manifest, .package,
        .configuration, .accountFile, .addresses,
        .profiles, .credentialDocument, .credentialServices, .times, .lifetimes, .commandLine,
        .terraform, .terraformJSON, .terraformState, .terragrunt,
        .htmlTemplate, .markdownTemplate, .styleTemplate,
    ]

    /// A promise of a reader that does not hold is a finding, as a crash is.
    static func expect(_ holds: Bool, _ promise: StaticString) {
        if !holds { fatalError("\(promise)") }
    }

    /// One reader of several that get the same bytes: what it refuses is no matter of the next.
    static func refusing<Input>(_ input: Input, _ read: (Input) throws -> Void) {
        do { try read(input) } catch { _ = "\(error)" }
    }
}

extension [UInt8] {
    var data: Data { Data(self) }
    var text: String { String(decoding: self, as: UTF8.self) }

    /// Its lines without their ends; an input of several parts has one on each.
    var lines: [[UInt8]] {
        split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    }
}
