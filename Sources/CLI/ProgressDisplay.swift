import Evidence
import Scan
import Synchronization

/// Shows the progress of a scan on stderr.
final class ProgressDisplay: Sendable {
    enum Manner: Sendable {
        case nothing
        /// Nobody watches: a line when it begins and one when it ends.
        case log
        /// One line, drawn again ten times a second and gone at the end.
        case line

        init(isWatched: Bool, isQuiet: Bool, environment: [String: String]) {
            let isLog = environment["CI"]?.isEmpty == false || environment["TERM"] == "dumb"
            self = isQuiet ? .nothing : isWatched && !isLog ? .line : .log
        }
    }

    private let manner: Manner
    private let state: Mutex<Progress>

    init(_ manner: Manner, accounts: Int) {
        self.manner = manner
        state = Mutex(Progress(accounts: accounts))
    }

    /// Hears of the scan.
    func observe(_ event: ScanEvent) {
        state.withLock { $0.take(event) }
    }

    /// Hears of a session that asks again.
    func observeRetry(throttled: Bool) {
        state.withLock { $0.takeRetry(throttled: throttled) }
    }

    /// Says something about the run, unless it is to be quiet.
    func tell(_ line: String) {
        if manner != .nothing { Terminal.complain(line) }
    }

    /// Shows what goes on while the body runs.
    func during<Value: Sendable>(_ scope: String, _ body: () async throws -> Value) async throws -> Value {
        if manner == .log { Terminal.complain("reading \(scope)") }
        let drawing = Task { [self] in
            while manner == .line, !Task.isCancelled {
                ErrorStream.standard.draw(state.withLock { $0.line(width: Terminal.width) })
                do { try await Task.sleep(for: .milliseconds(100)) } catch { return }
            }
        }
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        drawing.cancel()
        await drawing.value
        ErrorStream.standard.draw("")
        let value = try result.get()
        if manner == .log { Terminal.complain("\(state.withLock(\.closing))") }
        return value
    }
}
