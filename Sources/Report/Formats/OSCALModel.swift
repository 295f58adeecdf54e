import Evidence

/// The part of OSCAL's assessment results that Exhibit writes; names and order are the model's.
/// Source: https://pages.nist.gov/OSCAL-Reference/models/v1.1.3/assessment-results/json-outline/
///
/// OSCAL knows no empty list: what has nothing is left out. Titles, descriptions, statements, prose and remarks are
/// Markdown (`forOSCAL`); values of properties are one trimmed line.
struct OSCALDocument: Encodable {
    let `assessment-results`: AssessmentResults

    struct AssessmentResults: Encodable {
        let uuid: String
        let metadata: Metadata
        let `import-ap`: Reference
        let `local-definitions`: Objectives
        let results: [Result]
        let `back-matter`: BackMatter
    }

    struct Metadata: Encodable {
        let title: String
        let `last-modified`: Timestamp
        let version: String
        let `oscal-version` = "1.1.3"
        let props: [Property]
        let remarks: String
    }

    struct Reference: Encodable {
        let href: String
        let remarks: String
    }

    struct Objectives: Encodable {
        let `objectives-and-methods`: [Objective]

        struct Objective: Encodable {
            let `control-id`: String
            let parts: [Part]
        }

        struct Part: Encodable {
            let id: String
            let name = "assessment-objective"
            let title: String
            let prose: String
        }
    }

    struct Result: Encodable {
        let uuid: String
        let title: String
        let description: String
        let start: Timestamp
        let end: Timestamp
        let props: [Property]
        let `local-definitions`: Definitions
        let `reviewed-controls`: ReviewedControls
        let observations: Streamed<Observation>
        let risks: Streamed<Risk>?
        let findings: [Finding]?
        let remarks: String
    }

    struct Definitions: Encodable {
        let components: [Component]
        let `inventory-items`: Streamed<InventoryItem>?
        let `assessment-assets`: Assets

        struct Assets: Encodable {
            let components: [Component]
            let `assessment-platforms`: [Platform]
        }

        struct Platform: Encodable {
            let uuid: String
            let title: String
            let `uses-components`: [ComponentReference]
        }
    }

    struct Component: Encodable {
        let uuid: String
        let type: String
        let title: String
        let description: String
        let props: [Property]?
        let status = Status()

        struct Status: Encodable {
            let state = "operational"
        }
    }

    struct ComponentReference: Encodable {
        let `component-uuid`: String
    }

    struct InventoryItem: Encodable {
        let uuid: String
        let description: String
        let props: [Property]
        let `implemented-components`: [ComponentReference]
    }

    struct ReviewedControls: Encodable {
        let `control-selections`: [Selection]
        let `control-objective-selections`: [ObjectiveSelection]

        struct Selection: Encodable {
            let description: String
            let `include-controls`: [Control]
        }

        struct Control: Encodable {
            let `control-id`: String
        }

        struct ObjectiveSelection: Encodable {
            let `include-objectives`: [ObjectiveReference]
        }

        struct ObjectiveReference: Encodable {
            let `objective-id`: String
        }
    }

    struct Origin: Encodable {
        let actors: [Actor]

        struct Actor: Encodable {
            let type = "tool"
            let `actor-uuid`: String
        }
    }

    struct Observation: Encodable {
        let uuid: String
        let title: String
        let description: String
        let props: [Property]
        let methods = ["TEST"]
        let types: [String]
        let origins: [Origin]
        let subjects: [SubjectReference]
        let `relevant-evidence`: [RelevantEvidence]?
        let collected: Timestamp
        let remarks: String?
    }

    struct SubjectReference: Encodable {
        let `subject-uuid`: String
        let type: String
    }

    struct RelevantEvidence: Encodable {
        /// Relative to the package; nil where AWS gave no answer.
        let href: String?
        let description: String
        /// To the resource that bears the file's hash.
        let links: [Link]?
    }

    struct Link: Encodable {
        let href: String
        let rel = "reference"
    }

    struct Risk: Encodable {
        let uuid: String
        let title: String
        let description: String
        let statement: String
        let props: [Property]
        let status: String
        let origins: [Origin]
        let remediations: [Response]?
        let `related-observations`: [ObservationReference]
    }

    struct Response: Encodable {
        let uuid: String
        let lifecycle: String
        let title: String
        let description: String
        let props: [Property]
    }

    struct Finding: Encodable {
        let uuid: String
        let title: String
        let description: String
        let origins: [Origin]
        let target: Target
        let `related-observations`: Streamed<ObservationReference>
        let `related-risks`: Streamed<RiskReference>?

        struct Target: Encodable {
            let type = "objective-id"
            let `target-id`: String
            let status: Status
        }

        struct Status: Encodable {
            let state: String
            let reason: String
            let remarks: String
        }
    }

    struct ObservationReference: Encodable {
        let `observation-uuid`: String
    }

    struct RiskReference: Encodable {
        let `risk-uuid`: String
    }

    struct BackMatter: Encodable {
        let resources: Streamed<Resource>
    }

    struct Resource: Encodable {
        let uuid: String
        let title: String
        let description: String?
        let rlinks: [ResourceLink]
    }

    struct ResourceLink: Encodable {
        let href: String
        let `media-type`: String
        let hashes: [Hash]?

        struct Hash: Encodable {
            let algorithm = "SHA-256"
            let value: String
        }
    }
}
