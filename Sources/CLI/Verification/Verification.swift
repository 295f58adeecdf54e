import Bag
import Evidence
import Report
import Scan

/// Proves a package: its files, its signature, its record, its verdicts, its reports.
///
/// A step that fails does not keep the next from looking, unless it needs what was not found. Throws only what
/// keeps anybody from looking at all.
struct Verification {
    let package: OpenPackage
    let allowedSigners: String?
    let signer: String?
    /// Not for whoever is about to put another signature in the place of one that is there.
    var checksSignature = true

    func proof() async throws -> Proof {
        let files = try package.checkFiles()
        let record: Result<Judged, any Error>
        do {
            record = .success(try await judgeAgain())
        } catch {
            try Self.rethrowIfOfSystem(error)
            record = .failure(error)
        }
        var ended: Timestamp?
        if case .success(let judged) = record { ended = judged.record.run.finishedAt }
        let finding =
            checksSignature
            ? try await package.signature(allowedSigners: allowedSigners, signer: signer, ended: ended) : .none

        var steps = [filesStep(files), signatureStep(finding)]
        var causes = Set(files.causes.map(FailureCauses.Cause.init))
        switch finding {
        case .unproven: causes.insert(.origin)
        case .bad: causes.insert(.altered)
        case .none, .unidentified, .good: break
        }
        let judged: Judged
        switch record {
        case .success(let value): judged = value
        case .failure(let error):
            // What is missing or was converted is told already, and accuses nobody.
            let isExplained = !files.causes.isEmpty && !files.causes.contains(.altered)
            steps += [isExplained ? .notReached("Record") : .differs("Record", ["\(error)"])]
            steps += [.notReached("Verdicts"), .notReached("Reports")]
            if !isExplained { causes.insert(.altered) }
            return Proof(
                subject: "Package \(package.path)", steps: steps, causes: causes, vouched: Vouched(), origin: "")
        }
        let (rest, vouched) = try await prove(judged, files)
        if rest.contains(where: { !$0.differences.isEmpty }) { causes.insert(.altered) }
        return Proof(
            subject: subject(of: judged.record), steps: steps + rest, causes: causes, vouched: vouched,
            origin: origin(of: judged.record, finding))
    }

    /// What is on record, and what follows from it.
    struct Judged {
        let record: EvidencePackage
        let dossier: Dossier
        let clockOffset: Int64?

        var isOfThisVersion: Bool { record.run.tool.version == BuildInfo.version }
    }

    /// The bodies are let go as soon as they are read, and the records as soon as they are judged.
    private func judgeAgain() async throws -> Judged {
        let record = try package.record()
        let inputs = try record.renderableInputs()
        let clockOffset = try RecordedTimes.check(record.run, record.exchanges)
        let dossier = try await record.replay(into: NoStore())
            .judged(by: .vpcFlowLogging, for: record.run, given: inputs)
        return Judged(record: record, dossier: dossier, clockOffset: clockOffset)
    }

    private func prove(_ judged: Judged, _ files: FileCheck) async throws -> ([Proof.Step], Vouched) {
        let reports = ReportsCheck(
            package: package, files: files, run: judged.record.run, dossier: judged.dossier,
            isOfThisVersion: judged.isOfThisVersion)
        let unchanged = try await reports.unchanged(
            judged.isOfThisVersion ? reports.formats : [.findings])
        let (verdicts, words) = try verdictsStep(judged, files, unchanged)
        let bag = try reports.bagFiles()
        let steps = [
            try recordStep(judged), verdicts, try reportsStep(reports, judged.record, unchanged, bag.differences),
        ]
        let version: Vouched.Version =
            judged.isOfThisVersion
            ? .this
            : .other(judged.record.run.tool.version, words: words, hasOtherDescription: bag.hasOtherWords)
        return (
            steps, Vouched(judged.dossier, of: judged.record.run, by: version, clockOffset: judged.clockOffset)
        )
    }

    private func filesStep(_ check: FileCheck) -> Proof.Step {
        guard check.differences.isEmpty else { return .differs("Files", check.differences) }
        let beside = check.beside.filter { $0 != Signing.file }
        let missing =
            check.isGitAttributesMissing
            ? "the only one that is missing is \(BagFiles.gitAttributes), which keeps git from converting line ends "
                + "and says nothing else" : "none is missing"
        return .holds(
            "Files",
            "\(check.files.of("file")), \(check.bytes.of("byte")). Each has the SHA-256 that the manifests list; "
                + "\(missing), and none is there that they do not list."
                + (beside.isEmpty ? "" : " Beside them, not looked into: \(beside.joined(separator: ", "))."))
    }

    private func recordStep(_ judged: Judged) throws -> Proof.Step {
        let (record, inputs) = (judged.record, judged.dossier.inputs)
        let strangers = package.unexplained(by: record, inputs)
        if let first = strangers.first {
            let more = strangers.count == 1 ? "" : " (and \(strangers.count - 1) more)"
            return .differs("Record", ["\(first) is in the manifest, but no exchange of the run names it\(more)"])
        }
        if judged.isOfThisVersion, let file = try package.otherwiseWritten(record, inputs) {
            return .differs("Record", ["\(file) is not as this version writes it"])
        }
        return .holds(
            "Record",
            "run.json and \(record.exchanges.count.of("exchange")) hold together, and so do their times. Asked again, "
                + "each question of the run has its answer on record, and no answer is left over.")
    }

    /// And what another version worded otherwise.
    private func verdictsStep(
        _ judged: Judged, _ files: FileCheck, _ unchanged: Set<String>
    ) throws -> (Proof.Step, words: [String]) {
        let findings = ReportFormat.findings
        if files.unfit.contains(findings.file) { return (.notReached("Verdicts"), []) }
        var words: [String] = []
        if !unchanged.contains(findings.name) {
            var differences = try FindingsCheck.differences(of: package, from: judged.dossier)
            if differences.isEmpty, !judged.isOfThisVersion, let sealed = files.tagFiles[findings.file] {
                let outcome = try FindingsComparison.outcome(
                    of: package, sealed: sealed.sha256, against: judged.dossier,
                    hasFixes: judged.record.run.settings.remediation)
                differences = outcome.difference.map { [$0] } ?? []
                words = outcome.words
            }
            guard differences.isEmpty else {
                let other =
                    judged.isOfThisVersion
                    ? "" : " (version \(judged.record.run.tool.version) may have judged otherwise)"
                return (.differs("Verdicts", differences.map { $0 + other }), [])
            }
        }
        let dossier = judged.dossier
        return (
            .holds(
                "Verdicts",
                "judged again from the answers alone, \(dossier.assessments.count.of("verdict")), "
                    + "\(dossier.gaps.count.of("gap")) and every count come out as findings.json tells them. "
                    + "Digest \(dossier.digest)."), words
        )
    }

    private func reportsStep(
        _ reports: ReportsCheck, _ record: EvidencePackage, _ unchanged: Set<String>, _ bag: [String]
    ) throws -> Proof.Step {
        let isOfThisVersion = reports.isOfThisVersion
        let differences =
            reports.strangers() + (isOfThisVersion ? try reports.differences(beside: unchanged) : []) + bag
        guard differences.isEmpty else { return .differs("Reports", differences) }
        guard isOfThisVersion else {
            return .holds(
                "Reports",
                "rendering not compared (made by \(record.run.tool.version), this is \(BuildInfo.version)). What is "
                    + "proven is findings.json; what the other reports say is not.")
        }
        guard reports.formats.allSatisfy({ unchanged.contains($0.name) }) else { return .notReached("Reports") }
        return .holds(
            "Reports",
            "rendered again by the same version, \(reports.formats.count.of("report")) come out the same, "
                + "byte for byte.")
    }

    private func subject(of record: EvidencePackage) -> String {
        let run = record.run
        let commit = run.tool.commit.map { " (commit \($0))" } ?? ""
        return "Package \(package.path): run \(run.id) of \(run.startedAt.forPeople), "
            + "\(run.tool.name) \(run.tool.version)\(commit), "
            + "\(run.accounts.count == 1 ? "account" : "accounts") \(run.accounts.map(\.id).joined(separator: ", "))"
    }

    private func origin(of record: EvidencePackage, _ finding: SignatureFinding) -> String {
        let sample = record.run.source == .demo ? " It is the built-in sample, and evidence of no account." : ""
        return Self.origin(finding) + sample
    }

    private static func rethrowIfOfSystem(_ error: any Error) throws {
        if let error = error as? PackageError, error.isOfSystem { throw error }
    }
}
