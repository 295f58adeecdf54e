import Evidence
import Foundation

extension ReportFormat {
    /// An in-toto Statement about the other reports and the manifest of `data/`, for cosign or witness to sign.
    ///
    /// It cannot name the manifest that lists itself, so it binds the evidence through the other one.
    /// Sources: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md and
    /// https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md
    package static let attestation = ReportFormat(name: "attestation", file: "attestation.json") {
        dossier, digests, output in
        try JSONText.write(Attestation(of: dossier, beside: digests), .indented, to: output)
    }
}

/// A Statement v1 with the predicate `test-result/v0.1`.
private struct Attestation: Encodable {
    let _type = "https://in-toto.io/Statement/v1"
    let subject: [Resource]
    let predicateType = "https://in-toto.io/attestation/test-result/v0.1"
    let predicate: TestResult

    struct TestResult: Encodable {
        let result: String
        let configuration: [Resource]
        /// Assessments by id. What is not applicable is in no list.
        let passedTests: [String]
        /// What could not be seen, and fails that an exception accepts.
        let warnedTests: [String]
        let failedTests: [String]
    }

    /// A ResourceDescriptor. Source: https://github.com/in-toto/attestation/blob/main/spec/v1/resource_descriptor.md
    struct Resource: Encodable {
        var name: String
        var digest: [String: String]
        /// Base64.
        var content: String?
        var mediaType: String?
        var annotations: [String: String]?
    }

    private static let payloadManifest = "manifest-sha256.txt"
    private static let run = "data/run.json"

    /// Throws `ReportFailure` where there is nothing to attest.
    init(of dossier: Dossier, beside digests: [String: String]) throws {
        let files = ReportFormat.all.filter { !$0.comesLast }.map(\.file) + [Self.payloadManifest]
        subject = files.compactMap { file in digests[file].map { Resource(name: file, digest: ["sha256": $0]) } }
        guard !subject.isEmpty else { throw ReportFailure.nothingToAttest }
        let run = digests[Self.run].map {
            Resource(name: Self.run, digest: ["sha256": $0], mediaType: "application/json")
        }
        predicate = TestResult(of: dossier, configuration: [try .policy(of: dossier)] + (run.map { [$0] } ?? []))
    }
}

extension Attestation.TestResult {
    fileprivate init(of dossier: Dossier, configuration: [Attestation.Resource]) {
        result =
            switch dossier.summary.status {
            case .fail: "FAILED"
            case .incomplete: "WARNED"
            // Nothing in scope, and that is proven: there is nothing to warn of.
            case .pass, .notApplicable: dossier.summary.accepted > 0 ? "WARNED" : "PASSED"
            }
        self.configuration = configuration
        passedTests = dossier.assessments.filter { $0.verdict == .pass }.map(\.id)
        let open = dossier.assessments.filter { $0.verdict == .notAssessed || $0.isAccepted }.map(\.id)
        let unseen = Set(dossier.hidingGaps.map { "\($0.account)/\($0.region)/\($0.action)" })
        warnedTests = open + Array(unseen).sortedByBytes()
        failedTests = dossier.assessments.filter { $0.verdict == .fail && !$0.isAccepted }.map(\.id)
    }
}

extension Attestation.Resource {
    /// The policy's own words, whole, and beside them what was concluded under it.
    fileprivate static func policy(of dossier: Dossier) throws -> Self {
        let text = try JSONText.bytes(of: dossier.policy, .oneLine)
        var annotations = [
            "check": dossier.control.checkId,
            "digest": dossier.digest,
            "run": dossier.run.id,
            "statement": dossier.statusSentence,
        ]
        annotations["customEndpoints"] = dossier.endpointNames?.joined(separator: " ")
        return Self(
            name: "policy/\(dossier.policy.name.rawValue)", digest: ["sha256": sha256Hex(text)],
            content: Data(text).base64EncodedString(), mediaType: "application/json",
            annotations: annotations)
    }
}
