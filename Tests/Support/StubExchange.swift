/// What a `StubServer` was asked.
package struct StubRequest: Sendable {
    package var method: String
    package var path: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// The fields of a form body, `Action` among them.
    package var form: [String: String]

    package var action: String? { form["Action"] }

    /// The first value of a header, whatever the case of its name.
    package subscript(header: String) -> String? {
        headers.first { $0.name.lowercased() == header.lowercased() }?.value
    }

    init(method: String, path: String, headers: [(name: String, value: String)], body: [UInt8]) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        var form: [String: String] = [:]
        for field in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            form[Self.unescaped(parts[0])] = parts.count > 1 ? Self.unescaped(parts[1]) : ""
        }
        self.form = form
    }

    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let code = UInt8(String(rest.prefix(2)) ?? "", radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What a `StubServer` does with a request.
package struct StubAnswer: Sendable {
    package enum Manner: Sendable, Hashable {
        case whole
        /// Byte by byte, without saying how many there are.
        case chunked
        /// Whole, and then closes the connection without having said so.
        case close
        /// Closes the connection without a word.
        case drop
        /// Promises the whole body, sends so many bytes of it, and closes.
        case truncate(after: Int)
        /// Never answers.
        case hang
        /// Begins, and then sends a byte each tenth of a second for ever.
        case drip
    }

    package var status = 200
    package var headers: [(name: String, value: String)] = [("Content-Type", "text/xml;charset=UTF-8")]
    package var body: [UInt8] = []
    /// Before the answer begins.
    package var delay: Duration = .zero
    package var manner = Manner.whole

    package init(
        status: Int = 200, _ body: String = "", headers: [(name: String, value: String)] = [],
        delay: Duration = .zero, _ manner: Manner = .whole
    ) {
        self.status = status
        self.headers += headers
        self.body = Array(body.utf8)
        self.delay = delay
        self.manner = manner
    }

    package static var drop: StubAnswer { StubAnswer(.drop) }
    package static var hang: StubAnswer { StubAnswer(.hang) }

    package init(_ manner: Manner) { self.manner = manner }

    package func truncated(after bytes: Int) -> StubAnswer {
        var answer = self
        answer.manner = .truncate(after: bytes)
        return answer
    }
}
