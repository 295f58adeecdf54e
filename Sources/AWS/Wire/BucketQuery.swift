/// What a question about a bucket adds to the bucket's address.
/// Source: Amazon S3 API Reference.
enum BucketQuery {
    /// Of the parameters it leaves out `Bucket`, which is the address.
    static func text(_ request: APIRequest) -> String {
        let parameters = request.parameters.filter { $0.key != "Bucket" }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "\(PercentEncoding.encode($0.key.utf8))=\(PercentEncoding.encode($0.value.utf8))" }
        return ([subject(of: request.action)] + parameters).joined(separator: "&")
    }

    private static func subject(of action: String) -> String {
        switch action {
        case "GetBucketLocation": "location"
        case "GetBucketLifecycleConfiguration": "lifecycle"
        case "GetBucketEncryption": "encryption"
        case "GetBucketVersioning": "versioning"
        default: "list-type=2"
        }
    }
}
