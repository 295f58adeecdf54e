import Evidence

/// The part of SARIF 2.1.0 that Exhibit writes; names and order are the specification's.
/// Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
struct SARIFLog: Encodable {
    let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    let version = "2.1.0"
    var runs: [Run]

    enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }

    struct Run: Encodable {
        var tool: Tool
        var taxonomies: [Taxonomy]
        var invocations: [Invocation]
        /// Nil unless the user named the series: an id in the file overrides the category that the workflow gives.
        var automationDetails: AutomationDetails?
        let language = "en-US"
        let columnKind = "unicodeCodePoints"
        // What the file for GitHub does without.
        var originalUriBaseIds: BaseIds?
        var artifacts: [Artifact]?
        var webRequests: [WebRequest]?
        var webResponses: [WebResponse]?
        var results: Results
        var properties: RunProperties
    }

    /// Results that are made one by one while they are written.
    struct Results: Encodable {
        private let each: ((Result) throws -> Void) throws -> Void

        init(_ results: some Sequence<Result>) {
            each = { body in try results.forEach(body) }
        }

        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            try each { try list.encode($0) }
        }
    }

    struct Tool: Encodable {
        var driver: Driver
    }

    struct Driver: Encodable {
        var name: String
        var version: String
        var informationUri: String
        var rules: [Descriptor]
        var notifications: [Descriptor]
        var supportedTaxonomies: [ComponentReference]
        var properties: Properties

        struct Properties: Encodable {
            var commit: String?
            var sha256: String?
        }
    }

    /// reportingDescriptor: a rule, or a kind of notification.
    struct Descriptor: Encodable {
        var id: String
        var name: String
        var shortDescription: Text
        var fullDescription: Text
        var helpUri: String?
        var help: MarkdownText?
        var defaultConfiguration: Configuration
        var relationships: [Relationship]?
        var properties: Properties?

        struct Properties: Encodable {
            var tags: [String]
            let precision = "very-high"
            let problemSeverity = Level.warning
            /// A decimal above 0.0 and up to 10.0, as a string.
            var securitySeverity: String

            enum CodingKeys: String, CodingKey {
                case tags, precision
                case problemSeverity = "problem.severity"
                case securitySeverity = "security-severity"
            }
        }
    }

    struct Configuration: Encodable {
        var level: Level
    }

    /// GitHub is never told `error`, which fails the pull request as a result and the whole run as a
    /// notification, nor `none`.
    enum Level: String, Encodable {
        case error
        case warning
        case note
        case none
    }

    struct Text: Encodable {
        var text: String
    }

    struct MarkdownText: Encodable {
        var text: String
        var markdown: String
    }

    struct Relationship: Encodable {
        var target: Target
        var kinds: [String]

        struct Target: Encodable {
            var id: String
            var index: Int
            var toolComponent: ComponentReference
        }
    }

    struct ComponentReference: Encodable {
        var name: String
        var index: Int
        var guid: String
    }

    struct Taxonomy: Encodable {
        var name: String
        var guid: String
        var version: String
        var organization: String
        var informationUri: String
        var shortDescription: Text
        let isComprehensive = false
        var taxa: [Taxon]

        struct Taxon: Encodable {
            var id: String
            var name: String
            var shortDescription: Text
        }
    }

    struct AutomationDetails: Encodable {
        /// What comes before the last slash is GitHub's category: an upload replaces the earlier one of its category.
        var id: String
    }

    struct Invocation: Encodable {
        var commandLine: String
        var arguments: [String]
        var startTimeUtc: Timestamp
        var endTimeUtc: Timestamp
        /// GitHub refuses a file in which it is false; there, what is missing is told by notifications and a result.
        var executionSuccessful: Bool
        var toolExecutionNotifications: [Notification]
    }

    struct Notification: Encodable {
        var descriptor: Reference
        var message: Message
        var level: Level

        struct Reference: Encodable {
            var id: String
            var index: Int
        }
    }

    struct RunProperties: Encodable {
        var digest: String
        var runId: String
        var derivedFrom: Evidence.Run.Origin?
        var policy: PolicyName
        var statement: String
        var summary: Summary
        var identities: [Dossier.Identity]
        var regions: [Scope.Region]
        var failsShown: Int
        var failsOmitted: Int
        /// Of an earlier package, because their VPCs could not be read; nil without one.
        var carriedOverShown: Int?
        var carriedOverOmitted: Int?
    }
}
