import Evidence

/// What more than one report asks of a dossier.
extension Dossier {
    /// The account; of several, the first 16 hexadecimal digits of the SHA-256 of their sorted ids, a line each.
    /// It is the same for every run over the same accounts.
    var accountsKey: String {
        let accounts = accounts
        if accounts.count == 1 { return accounts[0] }
        let lines = accounts.map { $0 + "\n" }.joined()
        return String(sha256Hex(Array(lines.utf8)).prefix(16))
    }

    /// The gaps that leave the status open. The others only hide an explanation.
    var hidingGaps: [Gap] { gaps.filter { $0.hides != .explanation } }

    /// `CIS 3.7 as written`: the only words under which a status of the benchmark may be told. The control
    /// speaks of every region, so a run that was limited to some says so: `…, in 2 of 17 enabled regions`.
    var benchmarkAsWritten: String {
        let enabled = scope.regions.filter { $0.status != .disabled }
        let all = Set(enabled.map(\.region)).count
        let asked = Set(enabled.filter { $0.status != .notRequested }.map(\.region)).count
        let isUnknown = gaps.contains(where: \.hidesOtherRegions)
        let named = ", in \(asked.of("region")) that \(asked == 1 ? "was" : "were") named"
        let limit = isUnknown ? named : asked == all ? "" : ", in \(asked) of \(all) enabled regions"
        return "CIS \(control.benchmark.id) as written\(limit)"
    }

    /// `Check aws-vpc-003 under policy effective: pass. CIS 3.7 as written: fail.`
    var statusSentence: String {
        (run.source == .demo ? "Sample estate, not evidence of any account. " : "")
            + "Check \(control.checkId) under policy \(policy.name.rawValue): \(summary.status.rawValue). "
            + "\(benchmarkAsWritten): \(summary.byPolicy.cis.status.rawValue)."
            + (endpointSentence.map { " \($0)" } ?? "")
    }

    /// Where the credentials came from, each once, at most five.
    var credentialSources: [String] {
        let all = Array(Set(identities.compactMap(\.credentialSource))).sortedByBytes()
        return all.prefix(5) + (all.count > 5 ? ["\(all.count - 5) others"] : [])
    }

    /// `Answers came from custom endpoints, not from AWS over TLS: http://127.0.0.1:5000.` Nil where all came from AWS.
    var endpointSentence: String? {
        let custom = scope.customEndpoints
        let more = custom.count > 3 ? " and \(custom.count - 3) more" : ""
        return endpointRemark.map { "\($0): \(custom.prefix(3).joined(separator: ", "))\(more)." }
    }

    /// The same without their names and without a full stop.
    var endpointRemark: String? {
        switch scope.customEndpoints.count {
        case 0: nil
        case 1: "Answers came from a custom endpoint, not from AWS over TLS"
        default: "Answers came from custom endpoints, not from AWS over TLS"
        }
    }

    /// For what is told again beside every result: at most 20 of them. Nil where there is none.
    package var endpointNames: [String]? {
        let custom = scope.customEndpoints
        guard !custom.isEmpty else { return nil }
        return custom.prefix(20) + (custom.count > 20 ? ["and \(custom.count - 20) more"] : [])
    }
}

extension Citation {
    /// `4`, or `4 to 6`: with a dash, a spreadsheet would take it for a day.
    var numbers: String { through.map { "\(exchange) to \($0)" } ?? String(exchange) }
}
