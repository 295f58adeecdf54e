/// Cuts secrets out of what a server sent: error answers quote the signed request back.
package struct Redaction {
    package static let mark = Array("[redacted]".utf8)
    /// No real key or token is shorter. A short one, as local emulators take, would cut up ordinary words.
    package static let shortestSecret = 16

    /// By their first byte; the longest first, so that what holds another secret goes as a whole.
    private let secrets: [[[UInt8]]]
    /// The first two bytes of every secret: most of a body is passed over by them.
    private let mayBegin: [Bool]

    /// The secrets of one signed request.
    package init(_ credentials: Credentials, _ signed: SignedRequest) {
        let plain = [
            credentials.secretAccessKey, credentials.sessionToken, signed.authorization, signed.signature,
        ]
        self.init(secrets: plain.compactMap(\.self))
    }

    /// - Parameter shortest: what is shorter stays.
    package init(secrets plain: [String], shortest: Int = shortestSecret) {
        let forms = plain.filter { $0.utf8.count >= shortest }.flatMap(SecretForms.all)
        var secrets = [[[UInt8]]](repeating: [], count: 256)
        var mayBegin = [Bool](repeating: false, count: 1 << 16)
        for secret in Set(forms).map({ Array($0.utf8) }).sorted(by: { $0.count > $1.count })
        where secret.count >= max(2, shortest) {
            secrets[Int(secret[0])].append(secret)
            mayBegin[Int(secret[0]) << 8 | Int(secret[1])] = true
        }
        self.secrets = secrets
        self.mayBegin = mayBegin
    }

    /// Nil when there was nothing to cut out.
    package func cleaned(_ body: [UInt8]) -> [UInt8]? {
        var clean: [UInt8] = []
        var copied = 0
        var index = 0
        body.withUnsafeBufferPointer { bytes in
            while index + 1 < bytes.count {
                guard mayBegin[Int(bytes[index]) << 8 | Int(bytes[index + 1])],
                    let secret = secrets[Int(bytes[index])].first(where: { bytes[index...].starts(with: $0) })
                else {
                    index += 1
                    continue
                }
                clean += bytes[copied..<index]
                clean += Self.mark
                index += secret.count
                copied = index
            }
        }
        if clean.isEmpty { return nil }
        clean += body[copied...]
        return clean
    }

    package func cleaned(_ text: String) -> String? {
        cleaned(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
}
