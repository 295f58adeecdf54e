import Foundation
import AWS
import Support
import Testing

@Suite(.timeLimit(.minutes(5))) struct TrustRootsTests {
    private func answer(of server: StubServer, _ environment: [String: String] = [:]) async throws -> String {
        let network = try NetworkSettings(settings: AWSSettings(environment: environment), files: DiskFiles())
        let transport = NetworkTransport(limits: .patient, network: network)
        let request = HTTPRequest("GET", authority: "127.0.0.1:\(server.port)")
        let text: String
        do throws(TransportFailure) {
            text = String(decoding: try await transport.send(request).body, as: UTF8.self)
        } catch {
            text = error.code
        }
        try await transport.shutdown()
        return text
    }

    @Test func aFolderIsNamedWithItsVariable() {
        let error = #expect(throws: SettingError.self) {
            try NetworkSettings(settings: AWSSettings(environment: ["AWS_CA_BUNDLE": "/tmp"]), files: DiskFiles())
        }
        #expect(
            error?.description
                == "AWS_CA_BUNDLE names what cannot be read as a file of certificates: /tmp cannot be read: is a directory"
        )
    }

    /// `https://` before the address of a server that speaks plain HTTP.
    @Test func aPortThatSpeaksNoTLSIsToldAsSuch() async throws {
        try await StubServer.serving { _ in
            StubAnswer("ok")
        } to: { server in
            let code = try await answer(of: server)
            #expect(code == "AnswerNotTLS")
        }
    }

    @Test(.enabled(if: StubCertificate.isPossible, "\(StubCertificate.reason)"))
    func onlyABundleMakesAStrangersCertificateTrusted() async throws {
        try await TemporaryFolder.with { folder in
            let certificate = try await StubCertificate(in: folder)
            let elsewhere = folder.appendingPathComponent("elsewhere")
            try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
            let other = try await StubCertificate(in: elsewhere)
            try await StubServer.serving(by: certificate) { _ in
                StubAnswer("ok")
            } to: { server in
                #expect(try await answer(of: server) == "TLSFailure")
                #expect(try await answer(of: server, ["AWS_CA_BUNDLE": certificate.certificate.path]) == "ok")
                #expect(try await answer(of: server, ["AWS_CA_BUNDLE": other.certificate.path]) == "TLSFailure")
                // Several in one file, with remarks between them, as bundles have them.
                let bundle = try [other, certificate].map { try String(contentsOf: $0.certificate, encoding: .utf8) }
                let path = folder.appendingPathComponent("bundle.pem").path
                try bundle.joined(separator: "\n# The other\n").write(toFile: path, atomically: true, encoding: .utf8)
                #expect(try await answer(of: server, ["AWS_CA_BUNDLE": path]) == "ok")
            }
        }
    }

    @Test(arguments: [nil, "", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
    func aFileWithoutACertificateIsNamed(_ content: String?) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.appendingPathComponent("ca.pem").path
            if let content { try Data(content.utf8).write(to: URL(fileURLWithPath: path)) }
            let settings = AWSSettings(environment: ["AWS_CA_BUNDLE": path])
            let error = #expect(throws: SettingError.self) {
                try NetworkSettings(settings: settings, files: DiskFiles())
            }
            #expect(error?.setting == "AWS_CA_BUNDLE")
            #expect(error?.description.hasSuffix(path) == true)
        }
    }

    @Test func theProfileMayNameTheBundle() async throws {
        let properties = ["ca_bundle": Profiles.Property("/nowhere/ca.pem", file: "config")]
        let profiles = Profiles(profiles: ["default": Profiles.Section(name: "default", properties: properties)])
        let error = #expect(throws: SettingError.self) {
            try NetworkSettings(settings: AWSSettings(environment: [:], profiles: profiles), files: DiskFiles())
        }
        #expect(error?.setting == "ca_bundle of profile default in config")
    }
}
