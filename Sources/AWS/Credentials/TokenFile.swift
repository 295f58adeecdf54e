import Evidence
import Foundation
import Synchronization

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

    /// How often, and after what pause, a file is read again that another program may be writing: two seconds in all.
    private static let (rereads, pause) = (10, Duration.milliseconds(200))

    /// Nil where there is no such file. The AWS CLI empties a file before it fills it: what is not whole is read again.
    ///
    /// - Parameter login: what the user does about one that stays broken.
    static func read(
        _ path: String, in surroundings: Surroundings, login: String
    ) async throws(CredentialFailure) -> TokenFile? {
        var left = rereads
        while true {
            let bytes: [UInt8]?
            do throws(SettingError) {
                bytes = try surroundings.files.read(path)
            } catch {
                throw CredentialFailure(.unavailable, "\(error)")
            }
            guard let bytes else { return nil }
            do {
                return TokenFile(path: path, fields: try JSONDecoder().decode([String: Value].self, from: Data(bytes)))
            } catch  where left > 0 {
                left -= 1
                try await wait(surroundings)
            } catch {
                throw CredentialFailure(
                    .invalid,
                    "\(path.visible()) is \(bytes.isEmpty ? "empty" : "not the JSON that the AWS CLI writes there"): "
                        + "log in again: \(login)")
            }
        }
    }

    /// What another program has put there instead of this in the meantime; nil where none has.
    func successor(in surroundings: Surroundings, login: String) async throws(CredentialFailure) -> TokenFile? {
        for _ in 0...Self.rereads {
            if let other = try await Self.read(path, in: surroundings, login: login), other.fields != fields {
                return other
            }
            try await Self.wait(surroundings)
        }
        return nil
    }

    private static func wait(_ surroundings: Surroundings) async throws(CredentialFailure) {
        do { try await surroundings.effects.sleep(pause) } catch { throw .cancelled }
    }

    /// Puts it in the place of the file it was read from.
    fileprivate func save(in files: any SettingFiles) throws(CredentialFailure) {
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

/// Tokens that were renewed, for as long as the program runs: they are good also where they cannot be written down.
final class TokenMemory: Sendable {
    private let kept = Mutex<TokenFile?>(nil)

    init() {}

    /// Keeps a token that was renewed, and writes it down for others. Failing to store it is not failing to have it.
    func keep(_ file: TokenFile, in files: any SettingFiles) {
        kept.withLock { $0 = file }
        do throws(CredentialFailure) { try file.save(in: files) } catch { return }
    }

    /// The one on disk, or the one that was renewed here if that is good for longer.
    /// - Parameter expiration: until when a token is good.
    func newest(_ onDisk: TokenFile?, _ expiration: (TokenFile) -> Timestamp?) -> TokenFile? {
        guard let kept = kept.withLock(\.self), let end = expiration(kept) else { return onDisk }
        guard let onDisk, let other = expiration(onDisk), other >= end else { return kept }
        return onDisk
    }
}
