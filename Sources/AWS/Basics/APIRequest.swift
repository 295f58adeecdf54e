/// A question to a service of AWS, whatever its protocol.
package struct APIRequest: Sendable, Hashable {
    package enum Service: String, Sendable {
        case ec2
        case sts
        /// CloudWatch Logs.
        case logs
        case s3
        case firehose
    }

    package var service: Service
    package var action: String
    /// Beside Action and Version, by their wire names: `Filter.1.Name`, `NextToken`. Of S3 the bucket is `Bucket`.
    package var parameters: [String: String]

    package init(_ service: Service, _ action: String, _ parameters: [String: String] = [:]) {
        self.service = service
        self.action = action
        self.parameters = parameters
    }
}
