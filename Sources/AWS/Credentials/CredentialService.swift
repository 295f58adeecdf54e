import Evidence

/// A service that gives credentials: asked with a time limit, and again where that may help.
struct CredentialService: Sendable {
    let transport: any HTTPTransport
    let effects: Effects
    /// For one attempt.
    let timeLimit: Duration
    let attempts: Int
    /// The wait before each further attempt; nil for one by chance that grows, as for any service of AWS.
    var pause: Duration?

    /// No true answer is larger.
    private static let bodyLimit = 64 << 10

    /// Asks for something that only an answer with status 200 gives.
    ///
    /// - Parameters:
    ///   - again: which troubles another attempt may not meet.
    ///   - reading: makes the value of the body; what it refuses is unreadable.
    func ask<Value>(
        _ request: HTTPRequest, again: (ServiceTrouble.Kind) -> Bool = { $0.isTransient },
        reading: ([UInt8]) throws -> Value
    ) async throws(ServiceTrouble) -> Value {
        var attempt = 1
        while true {
            let kind: ServiceTrouble.Kind
            switch await send(request) {
            case .failure(let failure): kind = .transport(failure)
            case .success(let answer) where answer.status != 200: kind = .status(answer.status)
            case .success(let answer) where answer.body.count > Self.bodyLimit: kind = .tooLarge(Self.bodyLimit)
            case .success(let answer):
                do { return try reading(answer.body) } catch { kind = .unreadable }
            }
            guard attempt < attempts, again(kind), kind != .transport(.cancelled) else {
                throw ServiceTrouble(kind: kind, host: request.authority, attempts: attempt)
            }
            do {
                try await effects.sleep(delay(after: attempt, kind))
            } catch {
                throw ServiceTrouble(kind: .transport(.cancelled), host: request.authority, attempts: attempt)
            }
            attempt += 1
        }
    }

    private func delay(after attempt: Int, _ kind: ServiceTrouble.Kind) -> Duration {
        pause
            ?? RetryPolicy.delay(
                afterAttempt: attempt, kind == .status(429) ? .throttled : .transient,
                fraction: effects.randomFraction())
    }

    /// Sends once. The time is the machine's own: a connection does not know of another.
    private func send(_ request: HTTPRequest) async -> Result<HTTPAnswer, TransportFailure> {
        await withTaskGroup(of: Result<HTTPAnswer, TransportFailure>.self) { [transport, timeLimit] group in
            defer { group.cancelAll() }
            group.addTask {
                do throws(TransportFailure) {
                    return .success(try await transport.send(request))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                do { try await Task.sleep(for: timeLimit) } catch { return .failure(.cancelled) }
                return .failure(.timeout(host: request.authority))
            }
            return await group.next() ?? .failure(.cancelled)
        }
    }
}

/// Why a service gave nothing. It quotes neither the request nor the answer.
struct ServiceTrouble: Error, Sendable, Hashable, CustomStringConvertible {
    enum Kind: Sendable, Hashable {
        case transport(TransportFailure)
        case status(Int)
        /// What it said is not what it should say.
        case unreadable
        case tooLarge(Int)

        var isTransient: Bool {
            switch self {
            case .transport(let failure): failure.isTransient
            case .status(let status): status == 429 || (500...599).contains(status)
            case .unreadable: true
            case .tooLarge: false
            }
        }
    }

    let kind: Kind
    let host: String
    let attempts: Int

    var description: String {
        let what =
            switch kind {
            case .transport(let failure): "\(failure)"
            case .status(let status): "\(host) answered with HTTP status \(status)"
            case .unreadable: "the answer of \(host) is not what it should be"
            case .tooLarge(let limit): "the answer of \(host) is larger than \(limit) bytes"
            }
        return attempts > 1 ? "\(what) (\(attempts) attempts)" : what
    }
}

extension HTTPRequest {
    /// A request to a service below an endpoint's own path.
    ///
    /// - Parameter path: without the slash it begins with.
    init(_ method: String, _ endpoint: Endpoint, _ path: String, query: String = "", headers: [HTTPHeader] = []) {
        let base = endpoint.path.hasSuffix("/") ? endpoint.path : endpoint.path + "/"
        self.init(
            method, scheme: endpoint.scheme, authority: endpoint.authority, path: base + path, query: query,
            headers: headers)
    }
}
