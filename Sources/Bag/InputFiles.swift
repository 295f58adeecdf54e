package import Evidence
import Foundation

/// What a run was given beside the answers of AWS, written to and read from `data/inputs/`.
extension PackageDraft {
    /// Throws when a part is larger than whoever reads the package takes.
    package func write(_ inputs: RunInputs) throws {
        for file in inputs.files {
            try write(file.path) { output in
                let limited = LimitedOutput(output, limit: InputLimits.of(file.path), file: file.path)
                try file.write(to: limited)
            }
        }
    }
}

extension EvidencePackage {
    /// What the run was given, held against the manifest. A file there that is no such input is not read.
    package func inputs() throws(PackageError) -> RunInputs {
        var inputs = RunInputs()
        for path in inputHashes.keys.sorted() {
            switch path {
            case RunInputs.baselineFile:
                inputs.baseline = try decoded(Baseline.self, path, .oneLine) { baseline throws(PackageError) in
                    try EvidenceRules.check(baseline)
                }
            case RunInputs.exceptionsFile: inputs.exceptions = try decoded(ExceptionList.self, path, .indented)
            case RunInputs.sourceMapFile:
                inputs.sourceMap = try decoded(SourceMap.self, path, .indented) { map throws(PackageError) in
                    try EvidenceRules.check(map)
                }
            default:
                guard path.hasPrefix(RunInputs.templatesFolder) else { continue }
                let name = String(path.dropFirst(RunInputs.templatesFolder.count))
                guard !name.contains("/") else { continue }
                guard inputs.templates.count < InputLimits.mostTemplates else {
                    throw PackageError("\(shown(RunInputs.templatesFolder)) holds too many templates")
                }
                guard let text = String(validating: try bytes(path), as: UTF8.self) else {
                    throw PackageError("\(shown(path)) is not UTF-8")
                }
                inputs.templates[name] = text
            }
        }
        return inputs
    }

    private func decoded<Value: Codable>(
        _ type: Value.Type, _ path: String, _ layout: JSONText.Layout,
        check: (Value) throws(PackageError) -> Void = { _ in }
    ) throws(PackageError) -> Value {
        let bytes = try bytes(path)
        do {
            let value = try StrictJSON.decode(type, from: bytes[...], layout)
            try check(value)
            return value
        } catch {
            throw PackageError("\(shown(path)): \(Self.sentence(error))")
        }
    }

    private func bytes(_ path: String) throws(PackageError) -> [UInt8] {
        try files.read(path, atMost: InputLimits.of(path))
    }
}

/// How large an input may be, in bytes.
private enum InputLimits {
    static let mostTemplates = 64

    static func of(_ path: String) -> Int {
        switch path {
        case RunInputs.baselineFile: 256 << 20
        case RunInputs.exceptionsFile: 16 << 20
        case RunInputs.sourceMapFile: 64 << 20
        default: 1 << 20
        }
    }
}

/// Hands on what is written until it is too much.
private final class LimitedOutput: Output {
    private let output: any Output
    private let limit: Int
    private let file: String
    private var count = 0

    init(_ output: any Output, limit: Int, file: String) {
        self.output = output
        self.limit = limit
        self.file = file
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        count += bytes.count
        guard count <= limit else { throw PackageError("\(file) would be larger than \(limit) bytes") }
        try output.write(bytes)
    }
}
