import Evidence

/// One question to AWS and its answer.
struct ExchangePage {
    let exchange: Exchange

    var page: Page {
        .object { [self] name in question(name) ?? answer(name) }
    }

    private func question(_ name: String) -> Page? {
        switch name {
        case "number": .own(String(exchange.number))
        case "account": .text(exchange.account)
        case "region": .text(exchange.region)
        case "service": .text(exchange.service)
        case "action": .text(exchange.action)
        case "pageNumber": .number(exchange.page)
        case "parameters": .list(exchange.parameters.sorted { $0.key < $1.key }) { Self.parameter($0.key, $0.value) }
        case "endpoint": .text(exchange.endpoint)
        case "attempts": .number(exchange.attempts.count)
        case "retries": .list(Array(exchange.attempts.dropLast())) { $0.page }
        case "start": exchange.attempts.first.map { .own($0.start.description.replacing("T", with: " ")) } ?? .absent
        case "duration": duration.map { .own($0) } ?? .absent
        default: nil
        }
    }

    private func answer(_ name: String) -> Page? {
        switch name {
        case "outcome": .own(exchange.outcome.rawValue.replacing("-", with: " "))
        case "isAnswered": .flag(exchange.outcome == .answered)
        case "httpStatus": exchange.httpStatus.map { .own(String($0)) } ?? .absent
        case "httpDate": .maybe(exchange.httpDate)
        case "requestId": .maybe(exchange.requestId)
        case "errorCode": .maybe(exchange.error?.code)
        case "errorMessage": .maybe(exchange.error?.message)
        case "file": .file(exchange.body?.file)
        case "fileName": .maybe(exchange.body?.file.split(separator: "/").last.map(String.init))
        case "bytes": exchange.body.map { .number($0.bytes) } ?? .absent
        case "sha256": .maybe(exchange.body?.sha256)
        case "isRedacted": .flag(exchange.body?.redacted ?? false)
        default: nil
        }
    }

    private var duration: String? {
        guard let first = exchange.attempts.first, let last = exchange.attempts.last else { return nil }
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
