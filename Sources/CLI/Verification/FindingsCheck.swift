import Bag
import Evidence
import Foundation

/// Holds what findings.json claims against a dossier that was judged again: verdicts, gaps, scope and counts,
/// whatever version wrote them. The first difference of each kind is kept.
struct FindingsCheck {
    private let dossier: Dossier
    private var parts = FindingsParts()
    private let decoder = JSONDecoder()
    private var vpcs = 0
    private var gaps = 0
    private var exceptions = 0
    private var told: Set<String> = []
    private var differences: [Kind: String] = [:]
    private static let file = "findings.json"
    private static let lineLimit = 16 << 20

    private enum Kind: Int, CaseIterable {
        case form, run, scope, vpc, verdict, gap, exception, count, digest
    }

    /// A sentence each; empty when all that it claims is so.
    static func differences(of package: OpenPackage, from dossier: Dossier) throws(PackageError) -> [String] {
        var check = FindingsCheck(dossier)
        do {
            try package.readLines(of: file, atMost: lineLimit) { line throws(PackageError) in check.take(line) }
        } catch let error where !error.isOfSystem {
            return [error.description]
        }
        check.finish()
        return Kind.allCases.compactMap { check.differences[$0] }
    }

    private init(_ dossier: Dossier) {
        self.dossier = dossier
    }

    private mutating func note(_ kind: Kind, _ difference: String) {
        if differences[kind] == nil { differences[kind] = difference }
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        guard differences[.form] == nil else { return }
        do {
            guard let part = try parts.take(line) else { return }
            told.insert(part.field)
            try hold(part)
        } catch let error as FindingsParts.Malformed {
            note(.form, "\(Self.file) line \(error.line) is not as Exhibit writes it")
        } catch {
            note(.form, "\(Self.file) holds what cannot be read as its findings")
        }
    }

    private mutating func finish() {
        guard differences[.form] == nil else { return }
        do { try parts.finish() } catch { note(.form, "\(Self.file) ends too early") }
        for field in ["tool", "run", "identities", "policy", "scope", "summary", "digest"] where !told.contains(field) {
            note(.form, "\(Self.file) has no “\(field)”")
        }
        if vpcs < dossier.assessments.count {
            note(.vpc, "\(Self.file) leaves out \(Self.named(dossier.assessments[vpcs]))")
        }
        if gaps < dossier.gaps.count { note(.gap, "\(Self.file) leaves out the gap \(GapClaim(dossier.gaps[gaps]))") }
        if exceptions < dossier.exceptions.count {
            note(.exception, "\(Self.file) leaves out exception \(exceptions + 1)")
        }
    }

    private mutating func hold(_ part: FindingsParts.Part) throws {
        func claim<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try decoder.decode(type, from: Data(part.json))
        }
        switch part.field {
        case "assessments": hold(try claim(VPCClaim.self))
        case "gaps": hold(try claim(GapClaim.self))
        case "exceptions": hold(try claim(ExceptionOutcome.self))
        case "tool": hold(try claim(Tool.self) == dossier.tool, "tool")
        case "run": hold(try claim(Dossier.RunSummary.self) == dossier.run, "run")
        case "identities": hold(dossier.identities.contains(try claim(Dossier.Identity.self)), "identities")
        case "baseline": hold(try claim(Baseline.Name.self) == dossier.inputs.baseline?.name, "baseline")
        case "policy": hold(try claim(PolicyClaim.self).name == dossier.policy.name.rawValue, "policy")
        case "scope": hold(try claim(ScopeClaim.self))
        case "summary": hold(try claim(Summary.self))
        case "digest":
            let digest = try claim(String.self)
            if digest != dossier.digest {
                note(.digest, "\(Self.file) has the digest “\(digest.prefix(80))”, the answers give \(dossier.digest)")
            }
        default: break
        }
    }

    private mutating func hold(_ isSame: Bool, _ field: String) {
        if !isSame { note(.run, "\(Self.file) says something else in “\(field)” than the record of the run") }
    }

    private mutating func hold(_ claim: VPCClaim) {
        defer { vpcs += 1 }
        guard differences[.vpc] == nil else { return }
        guard vpcs < dossier.assessments.count, dossier.assessments[vpcs].id == claim.id else {
            let isKnown = dossier.assessments.dropFirst(vpcs).contains { $0.id == claim.id }
            note(
                .vpc,
                isKnown
                    ? "\(Self.file) leaves out \(Self.named(dossier.assessments[vpcs]))"
                    : "\(Self.file) tells of \(claim.id), which no answer lists there")
            return
        }
        let judged = dossier.assessments[vpcs]
        if claim.verdict != judged.verdict.rawValue || claim.reason.code != judged.reason.code.rawValue {
            note(
                .verdict,
                "\(Self.named(judged)): \(Self.file) says \(claim.verdict) (\(claim.reason.code)), the answers say "
                    + "\(judged.verdict.rawValue) (\(judged.reason.code.rawValue))")
        }
        if claim.exception != judged.exception {
            note(.exception, "\(Self.named(judged)): \(Self.file) tells otherwise of an exception than their list")
        }
        if claim.account != judged.account || claim.region != judged.region || claim.vpcId != judged.vpcId {
            note(.verdict, "\(Self.named(judged)): \(Self.file) places it elsewhere")
        }
    }

    private mutating func hold(_ claim: GapClaim) {
        defer { gaps += 1 }
        guard gaps < dossier.gaps.count else {
            return note(.gap, "\(Self.file) tells of a gap that is none: \(claim)")
        }
        let judged = GapClaim(dossier.gaps[gaps])
        if claim != judged { note(.gap, "\(Self.file) has the gap \(claim), the answers have \(judged)") }
    }

    private mutating func hold(_ claim: ExceptionOutcome) {
        defer { exceptions += 1 }
        guard exceptions < dossier.exceptions.count, dossier.exceptions[exceptions] == claim else {
            return note(.exception, "\(Self.file) tells otherwise of exception \(claim.number) than their list")
        }
    }

    private mutating func hold(_ claim: ScopeClaim) {
        let judged = dossier.scope.regions.map(ScopeClaim.Region.init)
        if claim.partition != dossier.scope.partition || claim.requested != dossier.scope.requested {
            note(.scope, "\(Self.file) tells of another scope than was asked for")
        }
        for (claimed, judged) in zip(claim.regions, judged) where claimed != judged {
            return note(.scope, "\(Self.file) says \(claimed), the answers say \(judged)")
        }
        if claim.regions.count != judged.count {
            note(.scope, "\(Self.file) counts \(claim.regions.count) regions, the answers come to \(judged.count)")
        }
    }

    private mutating func hold(_ claim: Summary) {
        guard claim != dossier.summary else { return }
        let counts = zip(claim.figures, dossier.summary.figures).first { $0 != $1 }
        note(
            .count,
            counts.map { "\(Self.file) says \($0.name) \($0.value), the answers come to \($1.value)" }
                ?? "\(Self.file) counts otherwise under another policy than the one that decides")
    }

    private static func named(_ vpc: Assessment) -> String { "\(vpc.vpcId) (\(vpc.account), \(vpc.region))" }
}

extension Summary {
    fileprivate var figures: [(name: String, value: String)] {
        [
            ("status", status.rawValue), ("total", String(total)), ("pass", String(pass)), ("fail", String(fail)),
            ("not-applicable", String(notApplicable)), ("not-assessed", String(notAssessed)),
            ("accepted", String(accepted)),
        ]
    }
}
