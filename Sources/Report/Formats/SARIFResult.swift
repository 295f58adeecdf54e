import Evidence

extension SARIFLog {
    struct Result: Encodable {
        var ruleId: String
        var ruleIndex: Int
        var kind = Kind.fail
        var level: Level
        var message: Message
        var locations: [Location]
        var partialFingerprints: Fingerprints
        /// All results of a run have it, or none; nil in the file for GitHub.
        var suppressions: [Suppression]?
        var attachments: [Attachment]?
        var properties: Properties

        enum Kind: String, Encodable {
            case pass, fail, notApplicable
            /// There was not enough to decide on.
            case open
        }

        struct Properties: Encodable {
            var account: String?
            var region: String?
            var vpcId: String?
            var reason: ReasonCode?
            var byPolicy: ByPolicy<Assessment.PolicyVerdict>?
            var citations: [Citation]?
            var remediation: Remediation?
            /// It is of an earlier run, because this one could not see the VPC.
            var carriedOver: Bool?
            var carriedFrom: Origin?

            struct Origin: Encodable {
                var runId: String
                var finishedAt: Timestamp
                var policy: PolicyName
            }
        }
    }

    /// A resource in AWS. It is no file, and GitHub takes nothing else: it lies where the source map says, or
    /// gets a path of its own.
    struct Location: Encodable {
        let physicalLocation: PhysicalLocation
        let logicalLocations: [LogicalLocation]

        /// - Parameter path: its own, one name a step; each is percent-encoded.
        init(_ place: SourceMap.Place?, path: [String], name: String, id: String) {
            let steps = place?.path.split(separator: "/").map(String.init) ?? path
            physicalLocation = PhysicalLocation(
                artifactLocation: .init(uri: steps.map(\.percentEncoded).joined(separator: "/")),
                region: .init(startLine: place?.line ?? 1, endLine: place?.line ?? 1))
            logicalLocations = [LogicalLocation(name: name, fullyQualifiedName: id)]
        }

        struct PhysicalLocation: Encodable {
            var artifactLocation: ArtifactLocation
            let region: Region

            struct ArtifactLocation: Encodable {
                var uri: String
            }

            struct Region: Encodable {
                let startLine: Int
                let startColumn = 1
                let endLine: Int
                let endColumn = 1
            }
        }

        struct LogicalLocation: Encodable {
            var name: String
            var fullyQualifiedName: String
            let kind = "resource"
        }
    }

    /// By these an alert is known again in the next run: only the rule and the resource are in them.
    struct Fingerprints: Encodable {
        /// GitHub's own; without it, GitHub would hash the file that is not there.
        let primaryLocationLineHash: String
        let exhibit: String

        enum CodingKeys: String, CodingKey {
            case primaryLocationLineHash
            case exhibit = "exhibit/v1"
        }

        init(rule: String, id: String) {
            exhibit = sha256Hex(Array("\(rule)\n\(id)\n".utf8))
            primaryLocationLineHash = "\(exhibit.prefix(16)):1"
        }
    }
}

extension String {
    /// For one step of a path: all but RFC 3986's unreserved characters are encoded, and `.` and `..` too,
    /// which would otherwise lead elsewhere.
    fileprivate var percentEncoded: String {
        let isDots = utf8.allSatisfy { $0 == UInt8(ascii: ".") }
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ".") where !isDots:
                text.append(".")
            default:
                text.append("%")
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 15)])
            }
        }
        return text
    }
}
