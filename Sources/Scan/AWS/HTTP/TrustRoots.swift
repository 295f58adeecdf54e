import Evidence
import NIOSSL

/// The authorities whose certificates are believed, instead of the system's: as botocore takes a CA bundle.
package struct TrustRoots: Sendable {
    let certificates: [NIOSSLCertificate]

    /// - Parameters:
    ///   - path: a file with one certificate or more, in PEM.
    ///   - setting: where the path comes from, for the error's sentence.
    package init(_ path: String, from setting: String, files: any SettingFiles) throws(SettingError) {
        guard let bytes = try files.read(path) else {
            throw SettingError(setting, "names a file that is not there: \(path.visible())")
        }
        do {
            certificates = bytes.isEmpty ? [] : try NIOSSLCertificate.fromPEMBytes(bytes)
        } catch {
            certificates = []
        }
        if certificates.isEmpty {
            throw SettingError(setting, "names a file without a readable certificate in PEM: \(path.visible())")
        }
    }
}
