extension Endpoint {
    /// This endpoint of S3, narrowed to one bucket. Source: botocore's endpoint rules of S3.
    func addressing(bucket: String, byPath: Bool) -> Endpoint {
        if !byPath, IPAddress(ofHost: host) == nil, BucketName.isHost(bucket, dotsAllowed: scheme == .http) {
            return Endpoint(scheme: scheme, host: "\(bucket).\(host)", port: port, path: path)
        }
        let folder = path.hasSuffix("/") ? path : path + "/"
        return Endpoint(
            scheme: scheme, host: host, port: port, path: folder + PercentEncoding.encode(bucket.utf8))
    }
}

package enum BucketName {
    /// Whether there can be such a bucket: those of today, and old ones in us-east-1.
    package static func isUsable(_ bucket: String) -> Bool {
        (3...255).contains(bucket.utf8.count) && bucket.utf8.first != UInt8(ascii: ".")
            && bucket.utf8.allSatisfy { PercentEncoding.isUnreserved($0) && $0 != UInt8(ascii: "~") }
    }

    /// Whether a bucket can stand before a host name.
    /// - Parameter dotsAllowed: no certificate for `*.s3…` covers a name with dots.
    static func isHost(_ bucket: String, dotsAllowed: Bool) -> Bool {
        let labels = bucket.split(separator: ".", omittingEmptySubsequences: false)
        return (3...63).contains(bucket.utf8.count) && (dotsAllowed || labels.count == 1)
            && IPAddress(bucket) == nil && labels.allSatisfy(isLabel)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return !label.isEmpty && label.utf8.first != hyphen && label.utf8.last != hyphen
            && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen: true
                default: false
                }
            }
    }
}
