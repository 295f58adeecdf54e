import Evidence
import Foundation
import Report
import Scan
import Support

/// Runs that the formats for other systems are tried on.
enum SystemSamples {
    static let byHand = [
        "everything": SampleDossier.everything, "clean": SampleDossier.clean, "empty": SampleDossier.empty,
        "unreadable": SampleDossier.unreadable, "hidden flow logs": SampleDossier.hiddenFlowLogs,
        "two accounts": Estate.whole, "only accepted": onlyAccepted,
    ]

    /// One VPC passes, one fails and is accepted.
    static let onlyAccepted = SampleDossier.make([SampleVPC.working("vpc-0001"), SampleVPC.oneOfEachReason[9]])

    /// With the control as it is, mappings and all.
    static func demo(_ policy: PolicyName = .effective) async throws -> Dossier {
        try await SampleRun.of(.demo, policy: policy, remediation: true).dossier
    }

    static func all() async throws -> [Dossier] {
        try await [demo(), demo(.cis)] + byHand.sorted { $0.key < $1.key }.map(\.value)
    }

    static func json(_ format: ReportFormat, of dossier: Dossier) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(format.bytes(of: dossier)))
    }
}

/// A JSON value that is looked into by names; what is not there is nil.
struct Read {
    let value: Any?

    init(_ value: Any?) { self.value = value }

    subscript(name: String) -> Read { Read((value as? [String: Any])?[name]) }
    subscript(index: Int) -> Read { Read(list.indices.contains(index) ? list[index].value : nil) }
    var text: String? { value as? String }
    var number: Int? { value as? Int }
    var list: [Read] { (value as? [Any])?.map(Read.init) ?? [] }
    var keys: [String] { (value as? [String: Any])?.keys.sorted() ?? [] }

    /// Every value below, with the name it stands under.
    func forEach(_ name: String = "", _ body: (String, Any) throws -> Void) rethrows {
        if let value { try body(name, value) }
        for key in keys { try self[key].forEach(key, body) }
        for element in list { try element.forEach(name, body) }
    }
}

extension Dossier {
    /// How many answers are missing that may hide something.
    var hidden: Int { gaps.count { $0.hides != .explanation } }
}
