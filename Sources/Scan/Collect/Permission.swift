import AWS

/// The names that IAM has for calls of AWS's API.
/// Source: Service Authorization Reference.
enum Permission {
    /// `ec2:DescribeVpcs` for DescribeVpcs.
    static func of(_ action: String) -> String {
        switch action {
        case "GetCallerIdentity": "sts:\(action)"
        case _ where CredentialCall.actions.contains(action): "sts:\(action)"
        case "DescribeLogGroups", "DescribeLogStreams": "logs:\(action)"
        case "DescribeDeliveryStream": "firehose:\(action)"
        case "GetBucketLocation": "s3:GetBucketLocation"
        case "GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration"
        case "GetBucketEncryption": "s3:GetEncryptionConfiguration"
        case "GetBucketVersioning": "s3:GetBucketVersioning"
        case "ListObjectsV2": "s3:ListBucket"
        default: "ec2:\(action)"
        }
    }
}
