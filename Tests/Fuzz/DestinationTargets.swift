import AWS
import Evidence

@testable import Scan

/// What S3, CloudWatch Logs and Firehose answer about the places that flow logs deliver to.
extension FuzzTarget {
    static let destinations = FuzzTarget("destinations") { bytes in
        refusing(bytes) {
            let region = try BucketLocation.region(reading: $0, in: .aws)
            expect(try Region(region).name == region, "a bucket is in a region that can be asked")
        }
        _ = BucketLocation.region(inError: bytes, in: .aws)
        refusing(bytes) { _ = try BucketVersioning.isVersioned(reading: $0) }
        refusing(bytes) { _ = try BucketEncryption.read($0) }
        refusing(bytes) {
            let lifecycle = try Lifecycle(reading: $0)
            for time in [0 as Int64, 1_795_424_645_678, 253_402_300_799_999] {
                _ = lifecycle.retention(below: "AWSLogs/111122223333/", at: Timestamp(milliseconds: time))
            }
        }
        refusing(bytes) { for object in try ObjectPage(reading: $0).objects { _ = object.time.forPeople } }
        refusing(bytes) { for group in try LogGroupPage(reading: $0).logGroups { _ = group.retention } }
        refusing(bytes) {
            for stream in try LogStreamPage(reading: $0).logStreams {
                _ = Timestamp(milliseconds: stream.lastEventTimestamp ?? 0).forPeople
            }
        }
        let reduced = DeliveryStreamRecord.reduced(bytes)
        expect(DeliveryStreamRecord.reduced(reduced) == reduced, "what is kept of a stream stays as it is")
        for service in [APIRequest.Service.logs, .firehose, .s3] {
            _ = ErrorAnswer(status: 400, body: bytes, from: service)
        }
    }
}
