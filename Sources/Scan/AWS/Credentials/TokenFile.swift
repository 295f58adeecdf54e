import Evidence
import Foundation

/// A file in which the AWS CLI keeps a token and what it is renewed with: one JSON object. What Exhibit does not
/// know of it stays as it is.
struct TokenFile: Sendable, Discreet {
    let path: String
    var fields: [String: Value]

    var description: String { "the token in \(path.visible())" }

    indirect enum Value: Codable, Sendable, Hashable {
        case text(String)
        case flag(Bool)
        case whole(Int64)
        case number(Double)
        case list([Value])
        case object([String: Value])
        case null

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try Self.first(
                { .text(try container.decode(String.self)) }, { .flag(try container.decode(Bool.self)) },
                { .whole(try container.decode(Int64.self)) }, { .number(try container.decode(Double.self)) },
                { .list(try container.decode([Value].self)) })
            {
                self = value
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let value): try container.encode(value)
            case .flag(let value): try container.encode(value)
            case .whole(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .list(let value): try container.encode(value)
            case .object(let value): try container.encode(value)
            case .null: try container.encodeNil()
            }
        }

        /// The first reading that fits. JSON itself was read before.
        private static func first(_ readings: (() throws -> Value)...) throws -> Value? {
            for reading in readings {
                do { return try reading() } catch { continue }
            }
            return nil
        }
    }

    /// A text that is not empty.
    subscript(name: String) -> String? { Self.text(fields[name]) }

    /// A text in an object: `file["accessToken", "sessionToken"]`.
    subscript(name: String, inner: String) -> String? {
        guard case .object(let fields) = fields[name] else { return nil }
        return Self.text(fields[inner])
    }

    private static func text(_ value: Value?) -> String? {
        guard case .text(let text) = value, !text.isEmpty else { return nil }
        return text
    }

    /// The name of a file after the hash of what it belongs to.
    static func name(_ hash: some Sequence<UInt8>) -> String {
        hash.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined() + ".json"
    }

    /// Nil where there is no such file.
    init?(_ path: String, in files: any SettingFiles) throws(CredentialFailure) {
        let bytes: [UInt8]?
        do throws(SettingError) {
            bytes = try files.read(path)
        } catch {
            throw CredentialFailure(.unavailable, "\(error)")
        }
        guard let bytes else { return nil }
        do {
            fields = try JSONDecoder().decode([String: Value].self, from: Data(bytes))
        } catch {
            throw CredentialFailure(.invalid, "\(path.visible()) is not the JSON that the AWS CLI writes there")
        }
        self.path = path
    }

    /// Puts it in the place of the file it was read from.
    func save(in files: any SettingFiles) throws(CredentialFailure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes: Data
        do {
            bytes = try encoder.encode(fields)
        } catch {
            throw CredentialFailure(.unavailable, "\(description) was renewed and could not be written down")
        }
        do throws(SettingError) {
            try files.replace(path, with: Array(bytes))
        } catch {
            throw CredentialFailure(.unavailable, "\(self) was renewed and could not be written down: \(error)")
        }
    }
}
