import Evidence

extension SARIFLog {
    struct Result: Encodable {
        var ruleId: String
        var ruleIndex: Int
        let kind = "fail"
        var level: Level
        var message: Message
        var locations: [Location]
        var partialFingerprints: Fingerprints
        var properties: Properties

        struct Properties: Encodable {
            var account: String?
            var region: String?
            var vpcId: String?
            var reason: ReasonCode?
            var byPolicy: ByPolicy<Assessment.PolicyVerdict>?
            var citations: [Citation]
            var remediation: Remediation?
        }
    }

    /// A resource in AWS. It is no file; GitHub takes nothing else, so it gets a path of its own.
    struct Location: Encodable {
        let physicalLocation: PhysicalLocation
        let logicalLocations: [LogicalLocation]

        /// `path` is one name a step; each is percent-encoded.
        init(path: [String], name: String, id: String) {
            physicalLocation = PhysicalLocation(
                artifactLocation: .init(uri: path.map(\.percentEncoded).joined(separator: "/")))
            logicalLocations = [LogicalLocation(name: name, fullyQualifiedName: id)]
        }

        struct PhysicalLocation: Encodable {
            var artifactLocation: ArtifactLocation
            let region = Region()

            struct ArtifactLocation: Encodable {
                var uri: String
            }

            struct Region: Encodable {
                let startLine = 1
                let startColumn = 1
                let endLine = 1
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
