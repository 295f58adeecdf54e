import Evidence
import NIOSSL

/// The authorities whose certificates are believed, instead of the system's: as botocore takes a CA bundle.
package struct TrustRoots: Sendable {
    let certificates: [NIOSSLCertificate]

    /// - Parameters:
    ///   - path: a file with one certificate or more, in PEM.
    ///   - setting: where the path comes from, for the error's sentence.
    package init(_ path: String, from setting: String, files: any SettingFiles) throws(SettingError) {
        let found: [UInt8]?
        do throws(SettingError) {
            found = try files.read(path)
        } catch {
            throw SettingError(setting, "names what cannot be read as a file of certificates: \(error)")
        }
        guard let bytes = found else {
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
