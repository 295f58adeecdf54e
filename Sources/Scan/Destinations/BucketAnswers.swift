import AWS
import Evidence
import XML

/// Where a bucket is, as S3's GetBucketLocation tells it.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
enum BucketLocation {
    /// The name of a region of the partition: a signed question goes there. Throws `XMLReadingError` and `RecordError`.
    static func region(reading body: [UInt8], in partition: Partition) throws -> String {
        let answer = try XMLReader.read(body, roots: ["LocationConstraint"])
        // Only a whole answer that is empty is us-east-1.
        if answer.childCount > 0 { throw RecordError.unknown("content", of: "the LocationConstraint") }
        let constraint = answer.text
        switch constraint {
        case "": return "us-east-1"
        case "EU": return "eu-west-1"
        default:
            guard let region = usable(constraint, in: partition) else {
                throw RecordError.malformed(
                    "LocationConstraint", of: "the bucket", "the name of a region of \(partition.name)")
            }
            return region
        }
    }

    /// The region that S3 names when it was asked in another; nil where it names none.
    static func region(inError body: [UInt8]?, in partition: Partition) -> String? {
        guard let body else { return nil }
        do {
            let error = try XMLReader.read(body, roots: ["Error"])
            return error.isRepeated("Region") ? nil : error.text("Region").flatMap { usable($0, in: partition) }
        } catch {
            return nil
        }
    }

    private static func usable(_ name: String, in partition: Partition) -> String? {
        do {
            let region = try Region(name).name
            return Partition.of(region: region) == partition ? region : nil
        } catch {
            return nil
        }
    }
}

/// Whether a bucket keeps, or ever kept, versions: then what its rules end stays as an older version.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
enum BucketVersioning {
    /// Throws `XMLReadingError` and `RecordError`.
    static func isVersioned(reading body: [UInt8]) throws -> Bool {
        // The second name is that of emulators.
        let roots = ["VersioningConfiguration", "GetBucketVersioningResponse"]
        let answer = try XMLReader.read(body, roots: roots)
        try answer.check("the bucket's versioning")
        try answer.hold(to: ["Status", "MfaDelete"], of: "the bucket's versioning")
        switch answer.text("Status") {
        case nil: return false
        case "Enabled", "Suspended": return true
        default: throw RecordError.malformed("Status", of: "the bucket's versioning", "Enabled or Suspended")
        }
    }
}

/// What a bucket encrypts new objects with.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
enum BucketEncryption {
    /// Throws `XMLReadingError` and `RecordError`.
    static func read(_ body: [UInt8]) throws -> LogDestination.Encryption {
        let answer = try XMLReader.read(body, roots: ["ServerSideEncryptionConfiguration"])
        try answer.check("the bucket's encryption", lists: ["EncryptionType"])
        guard let rule = answer.child("Rule")?.child("ApplyServerSideEncryptionByDefault") else {
            throw RecordError.missing("ApplyServerSideEncryptionByDefault", of: "the bucket's encryption")
        }
        return LogDestination.Encryption(
            algorithm: try rule.required("SSEAlgorithm", of: "the bucket's encryption"),
            key: rule.optional("KMSMasterKeyID"))
    }
}

/// One page of ListObjectsV2: of each object its key and when it came.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
struct ObjectPage: Sendable {
    struct Object: Sendable, Hashable {
        let key: String
        let time: Timestamp
    }

    private(set) var objects: [Object] = []
    /// Nil on the last page.
    let nextToken: String?

    /// Throws `XMLReadingError` and `RecordError`.
    init(reading body: [UInt8]) throws {
        let answer = try XMLReader.read(body, roots: ["ListBucketResult"])
        try answer.check("the list of objects", lists: ["Contents", "CommonPrefixes", "ChecksumAlgorithm"])
        guard let isTruncated = try answer.flag("IsTruncated", of: "the list of objects") else {
            throw RecordError.missing("IsTruncated", of: "the list of objects")
        }
        nextToken = isTruncated ? try answer.required("NextContinuationToken", of: "the list of objects") : nil
        try answer.forEachChild { (child) throws(RecordError) in
            guard child.name == "Contents" else { return }
            let key = try child.required("Key", of: "an object")
            guard let time = Timestamp.iso8601(try child.required("LastModified", of: "an object")) else {
                throw .malformed("LastModified", of: "an object", "a time")
            }
            objects.append(Object(key: key, time: time))
        }
    }
}
