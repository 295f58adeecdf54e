package import Foundation
import NIOSSL

/// A certificate of a test's own, which nobody trusts who is not told to, and its key.
package struct StubCertificate: Sendable {
    /// PEM.
    package let certificate: URL
    private let key: URL

    package static let isPossible = Program.named("openssl") != nil
    package static let reason: String = "there is no openssl to make a certificate with"

    package struct NotMade: Error {
        let errors: String
    }

    /// - Parameter names: what it speaks for, beside 127.0.0.1.
    package init(for names: [String] = [], in folder: URL) async throws {
        certificate = folder.appendingPathComponent("certificate.pem")
        key = folder.appendingPathComponent("key.pem")
        guard let openssl = Program.named("openssl") else { throw NotMade(errors: Self.reason) }
        let alternatives = (["IP:127.0.0.1"] + names.map { "DNS:\($0)" }).joined(separator: ",")
        let outcome = try await openssl.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=stub", "-addext", "subjectAltName=\(alternatives)",
            "-keyout", key.path, "-out", certificate.path,
        ])
        guard outcome.status == 0 else { throw NotMade(errors: outcome.errors) }
    }

    func serverConfiguration() throws -> TLSConfiguration {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate.path).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: key.path, format: .pem)
        return .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
    }
}
