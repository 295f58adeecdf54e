import Evidence

/// The part of OCSF's Compliance Finding (class 2003) that Exhibit writes; names are the schema's, times milliseconds.
/// Source: https://schema.ocsf.io/1.8.0/classes/compliance_finding?profiles=cloud
struct OCSFEvent: Encodable {
    let activity_id = 1
    let activity_name = "Create"
    let category_uid = 2
    let category_name = "Findings"
    let class_uid = 2003
    let class_name = "Compliance Finding"
    let type_uid = 200_301
    let type_name = "Compliance Finding: Create"
    let time: Int64
    let start_time: Int64
    let end_time: Int64
    let timezone_offset = 0
    let severity_id: Int
    let severity: String
    let status_id: Int
    let status: String
    let status_code: String
    let status_detail: String
    let message: String
    /// Who answers for a fail.
    let comment: String?
    let metadata: Metadata
    let finding_info: FindingInfo
    let compliance: Compliance
    let cloud: Cloud
    let resources: [Resource]
    let evidences: [EvidenceFile]?
    let observables: [Observable]
    let remediation: Remediation?
    let unmapped: Unmapped

    struct Metadata: Encodable {
        let version = "1.8.0"
        let uid: String
        let correlation_uid: String
        let event_code: String
        let product: Product
        let profiles = ["cloud"]
        /// `sample` for a demo.
        let labels: [String]?
    }

    struct Product: Encodable {
        let name: String
        let vendor_name: String
        let version: String
    }

    struct FindingInfo: Encodable {
        let uid: String
        let title: String
        let desc: String
        let analytic: Analytic
        let created_time: Int64
        let src_url: String
    }

    struct Analytic: Encodable {
        let type_id = 1
        let type = "Rule"
        let uid: String
        let name: String
    }

    struct Compliance: Encodable {
        let control: String
        let standards: [String]
        let requirements: [String]
        let control_parameters: [Pair]
        /// What each policy says.
        let checks: [Check]?
        let status_id: Int
        let status: String
        let status_code: String
        let status_details: [String]
    }

    struct Check: Encodable {
        let uid: String
        let name: String
        let standards: [String]
        let status_id: Int
        let status: String
    }

    struct Pair: Encodable {
        let name: String
        let value: String
    }

    struct Cloud: Encodable {
        let provider = "AWS"
        let cloud_partition: String
        let region: String
        let account: Account
    }

    struct Account: Encodable {
        let type_id = 10
        let type = "AWS Account"
        let uid: String
    }

    struct Resource: Encodable {
        let uid: String
        let name: String
        let type: String
        let region: String
        let cloud_partition: String
        let owner: Owner
        let tags: [Pair]?
    }

    struct Owner: Encodable {
        let uid: String
        let account: Account
    }

    struct EvidenceFile: Encodable {
        let name: String
        let file: File
    }

    struct File: Encodable {
        let type_id = 1
        let type = "Regular File"
        let name: String
        let path: String
        let size: Int?
        let hashes: [Fingerprint]?
    }

    struct Fingerprint: Encodable {
        let algorithm_id = 3
        let algorithm = "SHA-256"
        let value: String
    }

    struct Observable: Encodable {
        let name: String
        let type_id: Int
        let type: String
        let value: String
    }

    struct Remediation: Encodable {
        let desc: String
        let references: [String]
    }

    /// What OCSF has no place for, as findings.json spells it.
    struct Unmapped: Encodable {
        let verdict: Verdict
        let policy: PolicyName
        let byPolicy: ByPolicy<Assessment.PolicyVerdict>?
        let exception: Exception?
        let citations: [Citation]
        let runStatus: Status
        let digest: String
        let customEndpoints: [String]?
    }
}
