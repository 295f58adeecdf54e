import Evidence
import Foundation

@testable import Scan

/// What lies in a user's home, and what services that hand out credentials say.
extension FuzzTarget {
    static let profiles = FuzzTarget("profiles") { bytes in
        for kind in [ProfileFile.Kind.config, .credentials] {
            do { _ = try ProfileFile(bytes, path: "config", kind: kind).profiles } catch { _ = "\(error)" }
        }
    }

    static let credentialDocument = FuzzTarget("credential-document") { bytes in
        let document = try CredentialDocument(bytes)
        for kind in [CredentialDocument.Kind.program, .service] {
            do { _ = try document.credentials(kind, from: "a service") } catch { _ = "\(error)" }
        }
    }

    /// A time that was read is one that can be told and reckoned with.
    static let times = FuzzTarget("times") { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        for time in [Timestamp.iso8601(text), HTTPDate.read(text)].compactMap(\.self) where time.milliseconds >= 0 {
            _ = time.description
            _ = HTTPDate.text(time)
            _ = time.adding(seconds: 900)
        }
        let decoded = try JSONDecoder().decode([Timestamp].self, from: try JSONText.bytes(of: [text], .oneLine).data)
        for time in decoded { _ = (time.description, time.forPeople) }
    }

    /// How long a service says that a token is good.
    static let lifetimes = FuzzTarget("lifetimes") { bytes in
        let lifetime = try JSONDecoder().decode(Lifetime.self, from: bytes.data)
        _ = SmallPackage.dossier.run.startedAt.adding(seconds: lifetime.seconds).iso8601
    }

    static let commandLine = FuzzTarget("command-line") { bytes in
        _ = try ShellWords.split(String(decoding: bytes, as: UTF8.self))
    }
}

extension [UInt8] {
    fileprivate var data: Data { Data(self) }
}
