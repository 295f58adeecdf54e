/// Cuts secrets out of what a server sent: error answers quote the signed request back.
package struct Redaction {
    static let mark = Array("[redacted]".utf8)
    /// No real key or token is shorter. A short one, as local emulators take, would cut up ordinary words.
    package static let shortestSecret = 16

    /// By their first byte; the longest first, so that what holds another secret goes as a whole.
    private let secrets: [[[UInt8]]]

    /// The secrets of one signed request.
    package init(_ credentials: Credentials, _ signed: SignedRequest) {
        let plain = [
            credentials.secretAccessKey, credentials.sessionToken, signed.authorization, signed.signature,
        ]
        self.init(secrets: plain.compactMap(\.self))
    }

    /// - Parameter shortest: what is shorter stays.
    package init(secrets plain: [String], shortest: Int = shortestSecret) {
        let forms = plain.flatMap { [$0, Self.percent($0), Self.lowered($0), Self.xml($0), Self.json($0)] }
        var secrets = [[[UInt8]]](repeating: [], count: 256)
        for secret in Set(forms.map { Array($0.utf8) }).sorted(by: { $0.count > $1.count })
        where secret.count >= shortest {
            secrets[Int(secret[0])].append(secret)
        }
        self.secrets = secrets
    }

    /// Nil when there was nothing to cut out.
    package func cleaned(_ body: [UInt8]) -> [UInt8]? {
        var clean: [UInt8] = []
        var copied = 0
        var index = 0
        while index < body.count {
            if let secret = secrets[Int(body[index])].first(where: { body[index...].starts(with: $0) }) {
                clean += body[copied..<index]
                clean += Self.mark
                index += secret.count
                copied = index
            } else {
                index += 1
            }
        }
        if clean.isEmpty { return nil }
        clean += body[copied...]
        return clean
    }

    package func cleaned(_ text: String) -> String? {
        cleaned(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func percent(_ text: String) -> String { PercentEncoding.encode(text.utf8) }

    /// Percent-encoded with small hexadecimal digits.
    private static func lowered(_ text: String) -> String {
        let parts = percent(text).split(separator: "%", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(into: String(parts[0])) {
            $0 += "%" + $1.prefix(2).lowercased() + $1.dropFirst(2)
        }
    }

    /// As writers of JSON do it that escape slashes.
    private static func json(_ text: String) -> String { text.replacing("/", with: "\\/") }

    private static func xml(_ text: String) -> String {
        guard text.utf8.contains(where: "&<>\"'".utf8.contains) else { return text }
        return text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&apos;"
            default: String(character)
            }
        }.joined()
    }
}
