import Bag
import Dispatch
import Evidence
import Report
import Scan
import Synchronization

extension EvidencePackage {
    /// What the run was given, as far as something can be rendered from it.
    func renderableInputs() throws -> RunInputs {
        let inputs = try inputs()
        do {
            try OwnTemplates.check(inputs.templates)
        } catch {
            throw ScanFailure.evidence("\(RunInputs.templatesFolder): \(error)")
        }
        return inputs
    }

    /// Asks the record what the scan asked AWS, and holds what comes of it against the record.
    ///
    /// Throws `ScanFailure.evidence` where times on record contradict each other, as well.
    func replay(into store: any BodyStore) async throws -> Inventory {
        try RecordedTimes.check(run, exchanges)
        let sessions = try run.accounts.map { account in
            try ReplaySession(account: account, exchanges: exchanges) { try body(of: $0) }
        }
        let scanner = Scanner(
            sessions: sessions, regions: run.settings.regions,
            depth: DepthPlan(run.settings.depth, startedAt: run.startedAt), store: store)
        let inventory: Inventory
        do {
            inventory = try await withTaskExecutorPreference(NewestFirst()) { try await scanner.collect() }
        } catch {
            throw sessions.compactMap(\.problem).first ?? Self.inRecord(error)
        }
        for session in sessions { try session.finish() }
        for (again, recorded) in zip(inventory.exchanges, exchanges) where again != recorded {
            let found = again.error == recorded.error ? nil : again.error
            throw ScanFailure.evidence(
                "exchange \(recorded.number) (\(recorded.action) in \(recorded.region)) does not follow from "
                    + "its answer: the record was altered" + (found.map { " (\($0.message))" } ?? ""))
        }
        guard inventory.exchanges.count == exchanges.count else {
            throw ScanFailure.evidence(
                "\(exchanges.count) exchanges are on record, but \(inventory.exchanges.count) follow from "
                    + "it: the record was altered")
        }
        return inventory
    }

    /// What would end a scan is no advice to whoever holds a record: no scan that ended so wrote one.
    private static func inRecord(_ error: any Error) -> any Error {
        let reason: String
        switch error {
        case ScanFailure.evidence: return error
        case ScanFailure.unread(let accounts):
            reason = accounts.first.map { "\($0.failure)" } ?? "nothing was read"
        case let failure as ScanFailure: reason = "\(failure)"
        default: return error
        }
        return ScanFailure.evidence("the record is not that of a finished run: \(reason)")
    }
}

/// Keeps nothing: what is replayed lies in its package already.
struct NoStore: BodyStore {
    func put(_ body: [UInt8], sha256: String) {}
}

/// Runs what came last first, on all cores: an answer that was read is judged and let go before the next is read.
/// In the order in which they come, every region's first answer would be in memory before one was done with.
private final class NewestFirst: TaskExecutor {
    private let queue = DispatchQueue(label: "exhibit.replay", attributes: .concurrent)
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        queue.async { [self] in
            guard let newest = jobs.withLock({ $0.popLast() }) else { return }
            newest.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
