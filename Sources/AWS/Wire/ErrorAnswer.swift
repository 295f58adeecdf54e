import XML

/// What AWS says when it does not do what it was asked.
/// Source: Amazon EC2 API Reference, "Error codes"; the other shapes are those of STS, S3 and emulators.
package struct ErrorAnswer: Sendable, Hashable {
    /// AWS's code; `HTTP` and the status where the answer is not AWS's.
    package let code: String
    /// Up to 2,000 Unicode scalars of it.
    package let message: String
    package let requestId: String?
    /// False when something else answered, or nothing that can be read.
    package let isFromAWS: Bool

    /// Why an answer is not an error of AWS.
    package struct Unreadable: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// Reads an error of AWS in any of its shapes:
    /// `Response/Errors/Error`, `ErrorResponse/Error`, `ErrorResponse/Errors/Error`, `Error`, or an object of JSON.
    ///
    /// - Parameters:
    ///   - service: who was asked: whatever lies between may speak JSON, but only some services do.
    ///   - redaction: what it finds is cut out of each part before the part is cut short.
    package init(
        reading body: [UInt8], from service: APIRequest.Service, _ redaction: Redaction? = nil
    ) throws(Unreadable) {
        if body.isEmpty { throw Unreadable(description: "the answer is empty") }
        if service.speaksJSON, body.first == UInt8(ascii: "{") {
            let told = try JSONError(reading: body)
            func clean(_ text: String) -> String { redaction?.cleaned(text) ?? text }
            code = clean(told.code)
            guard Self.isCode(code) else {
                throw Unreadable(description: "the answer is an error of AWS with a code that is none")
            }
            message = Self.short(clean(told.message))
            requestId = nil
            isFromAWS = true
            return
        }
        let root: XMLElement
        do {
            root = try XMLReader.read(body, roots: ["Response", "ErrorResponse", "Error"])
        } catch {
            throw Unreadable(description: "the answer is not an error of AWS (\(error))")
        }
        let error =
            root.name == "Error" ? root : root.child("Error") ?? root.child("Errors")?.child("Error")
        func clean(_ text: String) -> String { redaction?.cleaned(text) ?? text }
        // A code can be good news: that there is no lifecycle rule.
        if root.repeatedName(except: ["Error"]) != nil {
            throw Unreadable(description: "the answer is an error of AWS that gives something twice")
        }
        guard let error, let code = error.text("Code").map(clean) else {
            throw Unreadable(description: "the answer is an error of AWS without a code")
        }
        guard Self.isCode(code) else {
            throw Unreadable(description: "the answer is an error of AWS with a code that is none")
        }
        self.code = code
        message = Self.short(clean(error.text("Message") ?? ""))
        requestId = RequestId.checked((root.text("RequestID") ?? root.text("RequestId")).map(clean))
        isFromAWS = true
    }

    /// What an answer with this status says; where it cannot be read, it says what came instead.
    package init(
        status: Int, body: [UInt8]?, from service: APIRequest.Service, _ redaction: Redaction? = nil
    ) {
        do throws(Unreadable) {
            if status != HTTPAnswer.success, (200..<300).contains(status) {
                throw Unreadable(description: "an answer in full has HTTP status 200, and this one has \(status)")
            }
            self = try ErrorAnswer(reading: body ?? [], from: service, redaction)
        } catch {
            code = "HTTP\(status)"
            message = error.description
            requestId = nil
            isFromAWS = false
        }
    }

    /// Cut between scalars: a single character can be as long as the whole message.
    private static func short(_ message: String) -> String {
        let scalars = message.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 2000, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return message }
        return "\(message[..<end])…"
    }

    /// Codes stand between spaces in the digest, and programs compare them.
    private static func isCode(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                PercentEncoding.isUnreserved($0) && $0 != UInt8(ascii: "~") || $0 == UInt8(ascii: ":")
            }
    }
}

extension APIRequest.Service {
    fileprivate var speaksJSON: Bool { self == .logs || self == .firehose }
}
