import Evidence
import AWS
import Synchronization

/// Files in memory, and a list of those that were asked for.
final class FixtureFiles: SettingFiles {
    private let files: Mutex<[String: [UInt8]]>
    private let asked = Mutex<[String]>([])
    /// Paths that are there and cannot be read.
    private let unreadable: Set<String>

    init(_ files: [String: String] = [:], unreadable: Set<String> = []) {
        self.files = Mutex(files.mapValues { Array($0.utf8) })
        self.unreadable = unreadable
    }

    init(bytes: [String: [UInt8]]) {
        files = Mutex(bytes)
        unreadable = []
    }

    var reads: [String] { asked.withLock(\.self) }

    func read(_ path: String) throws(SettingError) -> [UInt8]? {
        asked.withLock { $0.append(path) }
        if unreadable.contains(path) { throw SettingError(path, "cannot be opened: permission denied") }
        return files.withLock { $0[path] }
    }

    func canReplace(_ path: String) -> Bool { true }

    func replace(_ path: String, with bytes: [UInt8]) throws(SettingError) {
        files.withLock { $0[path] = bytes }
    }
}

struct NoPrograms: ProgramRunner {
    func run(_ program: String, _ arguments: [String]) async throws(SettingError) -> ProgramOutcome {
        throw SettingError(program, "is not to be run in this test")
    }
}

struct NoNetwork: HTTPTransport {
    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        throw .cannotResolve(host: request.authority)
    }
}

extension Surroundings {
    /// In January 2009, before all recorded credentials expired; time stands still and nothing sleeps.
    static let januaryOf2009 = Timestamp(milliseconds: 1_230_768_000_000)

    static func fixture(
        _ environment: [String: String] = ["HOME": "/home"], files: any SettingFiles = FixtureFiles(),
        programs: any ProgramRunner = NoPrograms(), transport: any HTTPTransport = NoNetwork(),
        prompt: (@Sendable (String) async throws -> String)? = nil,
        now: @escaping @Sendable () -> Timestamp = { januaryOf2009 }
    ) -> Surroundings {
        Surroundings(
            environment: environment, files: files, programs: programs, transport: transport, prompt: prompt,
            effects: Effects(now: now, sleep: { _ in }, random: { 1 << 63 }))
    }
}

extension Profiles {
    static func load(_ surroundings: Surroundings) throws(SettingError) -> Profiles {
        try load(environment: surroundings.environment, files: surroundings.files)
    }
}

extension AWSSettings {
    static func load(surroundings: Surroundings, profile: String?) throws(SettingError) -> AWSSettings {
        try load(environment: surroundings.environment, files: surroundings.files, profile: profile)
    }
}
