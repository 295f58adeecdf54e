import Evidence
import Foundation
import AWS
import Support
import Synchronization
import Testing

/// Surroundings of a provider under test: files in memory, a clock that stands, and nothing else that is real unless
/// a test puts it there.
struct ProviderBench: Sendable {
    /// Every secret of these tests has it in it.
    static let mark = "s3cr3t"
    /// 2026-01-02T12:00:00Z
    static let noon = Timestamp(milliseconds: 1_767_355_200_000)

    /// On a busy machine the usual second may be too short.
    var environment = [
        "HOME": "/home", "AWS_SECRET_ACCESS_KEY": "\(mark)-of-the-environment", "AWS_METADATA_SERVICE_TIMEOUT": "30",
    ]
    var profiles = Profiles()
    var profileName = "default"
    var now = noon
    let files = MemoryFiles()
    let sleeps = Sleeps()
    /// What happens while a provider waits.
    var onSleep: @Sendable () -> Void = {}

    final class Sleeps: Sendable {
        let all = Mutex<[Duration]>([])
    }

    var slept: [Duration] { sleeps.all.withLock(\.self) }

    var settings: AWSSettings {
        AWSSettings(environment: environment, profiles: profiles, profileName: profileName)
    }

    func surroundings(_ transport: any HTTPTransport = NoTransport()) -> Surroundings {
        Surroundings(
            environment: environment, files: files, programs: SystemPrograms(), transport: transport,
            effects: Effects(
                now: { [now] in now },
                sleep: { [sleeps, onSleep] duration in
                    try Task.checkCancellation()
                    onSleep()
                    sleeps.all.withLock { $0.append(duration) }
                },
                random: { 1 << 63 }))
    }

    /// Runs the body with a server and a real transport.
    func serving<Value: Sendable>(
        _ handler: @escaping StubServer.Handler,
        to body: (StubServer, NetworkTransport) async throws -> Value
    ) async throws -> Value {
        try await StubServer.serving(handler) { server in
            let transport = NetworkTransport(limits: .patient)
            let result: Result<Value, any Error>
            do { result = .success(try await body(server, transport)) } catch { result = .failure(error) }
            try await transport.shutdown()
            return try result.get()
        }
    }
}

/// The failure of a provider, after a look at whether anything printed of either holds a secret.
func failure(
    of provider: some CredentialProvider & Discreet, sourceLocation: SourceLocation = #_sourceLocation
) async throws -> CredentialFailure {
    let thrown = await #expect(throws: CredentialFailure.self, sourceLocation: sourceLocation) {
        try await provider.credentials()
    }
    let failure = try #require(thrown, sourceLocation: sourceLocation)
    var dumped = ""
    dump(provider, to: &dumped)
    dump(failure, to: &dumped)
    for text in ["\(failure)", "\(provider)", String(reflecting: provider), dumped] {
        #expect(!text.contains(ProviderBench.mark), "\(text)", sourceLocation: sourceLocation)
    }
    return failure
}

/// Answers in order, the last one again and again.
final class Answers: Sendable {
    private let left: Mutex<[StubAnswer]>

    init(_ answers: [StubAnswer]) {
        left = Mutex(answers)
    }

    func next() -> StubAnswer {
        left.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? .drop }
    }
}

struct NoTransport: HTTPTransport {
    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        throw .unsendable(host: request.authority)
    }
}

/// Answers from a closure.
struct ScriptedTransport: HTTPTransport {
    let answer: @Sendable (HTTPRequest) throws(TransportFailure) -> HTTPAnswer

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer { try answer(request) }
}

final class MemoryFiles: SettingFiles {
    private let contents = Mutex<[String: [UInt8]]>([:])
    private let isReadOnly = Mutex(false)

    subscript(path: String) -> String? {
        get { contents.withLock { $0[path].map { String(decoding: $0, as: UTF8.self) } } }
        set { contents.withLock { $0[path] = newValue.map { Array($0.utf8) } } }
    }

    func lock() { isReadOnly.withLock { $0 = true } }

    func read(_ path: String) throws(SettingError) -> [UInt8]? { contents.withLock { $0[path] } }

    func canReplace(_ path: String) -> Bool { !isReadOnly.withLock(\.self) }

    func replace(_ path: String, with bytes: [UInt8]) throws(SettingError) {
        if isReadOnly.withLock(\.self) { throw SettingError(path, "cannot be written") }
        contents.withLock { $0[path] = bytes }
    }
}

extension Profiles.Section {
    init(_ name: String, _ values: [String: String], file: String = "/home/.aws/config") {
        self.init(name: name, properties: values.mapValues { Profiles.Property($0, file: file) })
    }
}

extension Profiles {
    /// Sections with a setting a line: as much as the fixtures of these tests need. The parser has tests of its own.
    init(plain text: String) {
        self.init()
        var header: [Substring] = []
        for line in text.split(whereSeparator: \.isNewline).map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if line.hasPrefix("#") || line.isEmpty { continue }
            if line.hasPrefix("[") {
                header = line.dropFirst().dropLast().split(separator: " ")
                continue
            }
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            let name = String(header.last ?? "")
            let property = Property(parts[1], file: "config")
            let key = parts[0].lowercased()
            if header.first == "sso-session" {
                ssoSessions[name, default: Section(name: name, properties: [:])].properties[key] = property
            } else {
                profiles[name, default: Section(name: name, properties: [:])].properties[key] = property
            }
        }
    }
}
