import Crypto
import Evidence
import Foundation

/// The proof that a request comes from who holds the key of a login: a signed token for the header `DPoP`.
/// Source: RFC 9449; botocore's `_build_dpop_header`.
struct DPoPProof {
    private let key: P256.Signing.PrivateKey

    init(pem: String) throws {
        key = try P256.Signing.PrivateKey(pemRepresentation: pem)
    }

    /// - Parameters:
    ///   - url: that is asked by POST.
    ///   - id: which no other proof has.
    func header(for url: String, at moment: Timestamp, id: String) throws -> String {
        let point = key.publicKey.rawRepresentation
        let head = Head(
            jwk: Head.Key(x: Self.base64(point.prefix(32)), y: Self.base64(point.suffix(32))))
        let claims = Claims(htu: url, iat: moment.milliseconds / 1000, jti: id)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let signed = Self.base64(try encoder.encode(head)) + "." + Self.base64(try encoder.encode(claims))
        let signature = try key.signature(for: Data(signed.utf8)).rawRepresentation
        return signed + "." + Self.base64(signature)
    }

    private struct Head: Encodable {
        let typ = "dpop+jwt"
        let alg = "ES256"
        let jwk: Key

        struct Key: Encodable {
            let kty = "EC"
            let crv = "P-256"
            let x: String
            let y: String
        }
    }

    private struct Claims: Encodable {
        let htm = "POST"
        let htu: String
        let iat: Int64
        let jti: String
    }

    /// Base64url without padding.
    private static func base64(_ data: Data) -> String {
        String(
            data.base64EncodedString().compactMap { character in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }
}
