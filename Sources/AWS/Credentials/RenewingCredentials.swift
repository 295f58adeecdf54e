package import Evidence

/// Keeps credentials and renews them in time: one renewal serves all who wait.
///
/// In their last 15 minutes one caller tries, and the old ones do if that fails; in their last 10 all wait, and a
/// failure is theirs. Of credentials that live shorter than an hour these are a quarter and a sixth of their life.
/// Source: botocore's RefreshableCredentials.
package actor RenewingCredentials: CredentialProvider, Discreet {
    private let provider: any CredentialProvider
    private let now: @Sendable () -> Timestamp
    private var kept: Kept?
    private var renewal: (number: Int, task: Task<Void, Never>)?
    private var waiting: [Int: CheckedContinuation<Result<Credentials, CredentialFailure>, Never>] = [:]
    private var lastNumber = 0

    package init(_ source: any CredentialProvider, now: @escaping @Sendable () -> Timestamp) {
        provider = source
        self.now = now
    }

    package nonisolated var description: String { "credentials that are renewed in time" }
    package nonisolated var source: String? { provider.source }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        guard let kept, kept.mandatory.map({ now() < $0 }) ?? true else { return try await renewed() }
        guard let advisory = kept.advisory, now() >= advisory, renewal == nil else { return kept.credentials }
        do {
            return try await renewed()
        } catch {
            self.kept?.advisory = Timestamp(milliseconds: now().milliseconds + Self.pause)
            return kept.credentials
        }
    }

    package func credentials(insteadOf stale: Credentials) async throws(CredentialFailure) -> Credentials {
        if let kept, kept.credentials != stale { return try await credentials() }
        return try await renewed(insteadOf: stale)
    }

    /// Waits for the renewal that is under way, else begins one.
    private func renewed(insteadOf stale: Credentials? = nil) async throws(CredentialFailure) -> Credentials {
        if renewal == nil {
            let number = nextNumber()
            renewal = (number, Task { await self.renew(number, insteadOf: stale) })
        }
        let number = nextNumber()
        let result: Result<Credentials, CredentialFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: .failure(.cancelled))
                } else {
                    waiting[number] = continuation
                }
            }
        } onCancel: {
            Task { await self.leave(number) }
        }
        return try result.get()
    }

    private func renew(_ number: Int, insteadOf stale: Credentials?) async {
        let result: Result<Credentials, CredentialFailure>
        do throws(CredentialFailure) {
            let credentials =
                if let stale { try await provider.credentials(insteadOf: stale) } else {
                    try await provider.credentials()
                }
            result = .success(credentials)
        } catch {
            result = .failure(error)
        }
        // All who waited may be gone, and another renewal begun.
        guard renewal?.number == number else { return }
        renewal = nil
        if case .success(let credentials) = result { kept = Kept(credentials, at: now()) }
        for continuation in waiting.values { continuation.resume(returning: result) }
        waiting = [:]
    }

    /// Whoever is cancelled waits no longer; when nobody waits, nothing is renewed.
    private func leave(_ number: Int) {
        guard let continuation = waiting.removeValue(forKey: number) else { return }
        continuation.resume(returning: .failure(.cancelled))
        if waiting.isEmpty {
            renewal?.task.cancel()
            renewal = nil
        }
    }

    private func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// Between two tries while the old ones still do: a minute, in milliseconds.
    private static let pause: Int64 = 60_000

    private struct Kept {
        let credentials: Credentials
        /// When one may try to renew them; nil where they need no renewal.
        var advisory: Timestamp?
        /// When all must wait for others.
        let mandatory: Timestamp?

        /// Those that look expired as they come are taken as they are: the clock may be wrong, and AWS will tell.
        init(_ credentials: Credentials, at now: Timestamp) {
            self.credentials = credentials
            guard let expiration = credentials.expiration, expiration > now else {
                (advisory, mandatory) = (nil, nil)
                return
            }
            let life = expiration.milliseconds - now.milliseconds
            advisory = Timestamp(milliseconds: expiration.milliseconds - min(15 * 60_000, life / 4))
            mandatory = Timestamp(milliseconds: expiration.milliseconds - min(10 * 60_000, life / 6))
        }
    }
}

extension CredentialFailure {
    static let cancelled = CredentialFailure(
        Code(TransportFailure.cancelled.code), TransportFailure.cancelled.description)
}
