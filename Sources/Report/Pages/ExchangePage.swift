import Evidence

extension Exchange {
    /// One question to AWS and its answer.
    var page: Page {
        .object { name in question(name) ?? answer(name) }
    }

    private func question(_ name: String) -> Page? {
        switch name {
        case "number": .own(String(number))
        case "account": .text(account)
        case "region": .text(region)
        case "service": .text(service)
        case "action": .text(action)
        case "pageNumber": .number(page)
        case "parameters": .list(parameters.sorted { $0.key < $1.key }) { Self.parameter($0.key, $0.value) }
        case "endpoint": .text(endpoint)
        case "attempts": .number(attempts.count)
        case "retries": .list(attempts.dropLast().map(\.self)) { $0.page }
        case "start": attempts.first.map { .own($0.start.forPeople) } ?? .absent
        case "duration": duration.map { .own($0) } ?? .absent
        default: nil
        }
    }

    private func answer(_ name: String) -> Page? {
        switch name {
        case "outcome": .own(outcome.rawValue.replacing("-", with: " "))
        case "isAnswered": .flag(outcome == .answered)
        case "httpStatus": httpStatus.map { .own(String($0)) } ?? .absent
        case "httpDate": .maybe(httpDate)
        case "requestId": .maybe(requestId)
        case "errorCode": .maybe(error?.code)
        case "errorMessage": .maybe(error?.message)
        case "file": .file(body?.file)
        case "fileName": .maybe(body?.file.split(separator: "/").last.map(String.init))
        case "bytes": body.map { .number($0.bytes) } ?? .absent
        case "sha256": .maybe(body?.sha256)
        case "isRedacted": .flag(body?.redacted ?? false)
        default: nil
        }
    }

    private var duration: String? {
        guard let first = attempts.first, let last = attempts.last else { return nil }
        return "\((Int(last.end.milliseconds - first.start.milliseconds)).grouped) ms"
    }

    private static func parameter(_ key: String, _ value: String) -> Page {
        .object { name in
            switch name {
            case "key": .text(key)
            case "value": .text(value)
            default: nil
            }
        }
    }
}

extension Exchange.Attempt {
    /// An attempt that was repeated.
    fileprivate var page: Page {
        .object { name in
            switch name {
            case "code": .maybe(code)
            case "httpStatus": httpStatus.map { .own(String($0)) } ?? .absent
            case "requestId": .maybe(requestId)
            default: nil
            }
        }
    }
}
