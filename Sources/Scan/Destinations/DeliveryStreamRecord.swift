import AWS
import Evidence

/// What is kept of an answer to DescribeDeliveryStream.
///
/// AWS's answer describes the stream's own destinations, too: tokens of Splunk, access keys of HTTP endpoints, users
/// and passwords of databases. Only the members named here are kept.
enum DeliveryStreamRecord {
    private struct Answer: Codable {
        var DeliveryStreamDescription: Description?
    }

    private struct Description: Codable {
        var DeliveryStreamName: String?
        var DeliveryStreamARN: String?
        var DeliveryStreamStatus: String?
        var FailureDescription: Failure?
        var DeliveryStreamEncryptionConfiguration: Encryption?
        var DeliveryStreamType: String?
    }

    private struct Encryption: Codable {
        var KeyARN: String?
        var KeyType: String?
        var Status: String?
        var FailureDescription: Failure?
    }

    /// AWS's words about it are left out: they may quote what failed.
    private struct Failure: Codable {
        var `Type`: String?
    }

    /// The same of what was reduced before. What cannot be read is left out as a whole: no telling what it holds.
    static func reduced(_ body: [UInt8]) -> [UInt8] {
        do {
            return try JSONText.bytes(of: JSONAnswer.read(body, as: Answer.self), .oneLine)
        } catch {
            return Redaction.mark
        }
    }
}
