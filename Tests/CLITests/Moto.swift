import Foundation
import Support

/// moto's server on 127.0.0.1, checking signatures, with an estate in it.
struct Moto: Sendable {
    let endpoint: String
    let estate: Estate

    struct Estate: Decodable, Sendable {
        let key: String
        let secret: String
        /// The reason each VPC should get, by its id.
        let vpcs: [String: String]
    }

    static let isHere =
        ProcessInfo.processInfo.environment["EXHIBIT_VENV"] != nil && Program.ofPython("moto_server") != nil
    static let reason = "moto is not installed; `make test` installs it"

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts a server, fills it, and stops it whatever happens.
    static func serving(_ body: (Moto) async throws -> Void) async throws {
        try await serving(filledBy: "seed.py") { endpoint, output in
            let estate = try JSONDecoder().decode(Estate.self, from: Data(output.utf8))
            try await body(Moto(endpoint: endpoint, estate: estate))
        }
    }

    /// - Parameters:
    ///   - script: one of Tests/Fixtures/moto.
    ///   - body: gets the server's address and what the script printed.
    static func serving(
        filledBy script: String, _ body: (_ endpoint: String, _ output: String) async throws -> Void
    ) async throws {
        guard var server = Program.ofPython("moto_server"), let python = Program.ofPython("python3") else {
            throw Failure(description: reason)
        }
        let port = try await freePort(python)
        var environment = ProcessInfo.processInfo.environment
        environment["INITIAL_NO_AUTH_ACTION_COUNT"] = "3"
        server.environment = environment
        try await server.whileRunning(["-H", "127.0.0.1", "-p", "\(port)"]) {
            let endpoint = "http://127.0.0.1:\(port)"
            try await waitUntilItAnswers(endpoint, python)
            let seed = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("Fixtures/moto/\(script)")
            let seeded = try await python.run([seed.path, endpoint])
            guard seeded.status == 0 else { throw Failure(description: seeded.errors) }
            try await body(endpoint, seeded.output)
        }
    }

    /// Asks moto's own page, which needs no signature, until it is there: for a minute at most.
    private static func waitUntilItAnswers(_ endpoint: String, _ python: Program) async throws {
        let script = """
            import sys, time, urllib.request
            for _ in range(240):
                try:
                    urllib.request.urlopen(sys.argv[1] + "/moto-api/", timeout=5)
                    sys.exit(0)
                except OSError:
                    time.sleep(0.25)
            sys.exit("moto does not answer")
            """
        let outcome = try await python.run(["-c", script, endpoint])
        guard outcome.status == 0 else { throw Failure(description: outcome.errors) }
    }

    /// A port that nobody listens on at this moment.
    private static func freePort(_ python: Program) async throws -> Int {
        let script = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
        let outcome = try await python.run(["-c", script])
        guard let port = Int(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Failure(description: "no free port on 127.0.0.1: \(outcome.errors)")
        }
        return port
    }
}
