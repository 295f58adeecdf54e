import AWS

/// A Firehose stream, as far as it tells what becomes of records.
/// Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_DeliveryStreamDescription.html
struct DeliveryStream: Decodable, Sendable, Hashable {
    struct Encryption: Decodable, Sendable, Hashable {
        let Status: String?
        let KeyType: String?
        let KeyARN: String?
    }

    let DeliveryStreamName: String?
    /// `ACTIVE`, `CREATING`, `DELETING`, `CREATING_FAILED`, `DELETING_FAILED`.
    let DeliveryStreamStatus: String
    let DeliveryStreamEncryptionConfiguration: Encryption?

    private struct Answer: Decodable {
        let DeliveryStreamDescription: DeliveryStream
    }

    /// - Parameter name: of the stream that was asked about.
    init(reading body: [UInt8], about name: String) throws(RecordError) {
        let answer: Answer = try JSONAnswer.read(body)
        self = answer.DeliveryStreamDescription
        if let DeliveryStreamName, !DeliveryStreamName.utf8.elementsEqual(name.utf8) {
            throw .conflict("it describes another stream than the one that was asked about")
        }
    }
}
