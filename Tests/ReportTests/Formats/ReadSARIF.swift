import Evidence
import Foundation
import Report
import Testing

/// What a reader of JSON sees.
struct ReadSARIF {
    let text: String
    let run: [String: Any]
    let rules: [[String: Any]]
    let invocation: [String: Any]
    let notifications: [[String: Any]]
    let properties: [String: Any]
    let results: [Result]

    struct Result {
        let json: [String: Any]
        let location: [String: Any]
        let uri: String
        let id: String
        let rule: String
        let fingerprint: String

        var kind: String? { json["kind"] as? String }
        var level: String? { json["level"] as? String }
        var line: Int? { (location["region"] as? [String: Int])?["startLine"] }
        var message: String? { (json["message"] as? [String: Any])?["text"] as? String }
        var properties: [String: Any] { json["properties"] as? [String: Any] ?? [:] }

        init(_ json: [String: Any]) throws {
            self.json = json
            let location = try #require((json["locations"] as? [[String: Any]])?.first)
            self.location = try #require(location["physicalLocation"] as? [String: Any])
            uri = try #require((self.location["artifactLocation"] as? [String: Any])?["uri"] as? String)
            let logical = try #require((location["logicalLocations"] as? [[String: Any]])?.first)
            id = try #require(logical["fullyQualifiedName"] as? String)
            rule = try #require(json["ruleId"] as? String)
            let prints = try #require(json["partialFingerprints"] as? [String: String])
            fingerprint = try #require(prints["primaryLocationLineHash"])
        }
    }

    init(_ dossier: Dossier, as format: ReportFormat = .sarif) throws {
        let bytes = try format.bytes(of: dossier)
        text = String(decoding: bytes, as: UTF8.self)
        let log = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let runs = try #require(log["runs"] as? [[String: Any]])
        #expect(runs.count == 1)
        run = try #require(runs.first)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
        notifications = try #require(invocation["toolExecutionNotifications"] as? [[String: Any]])
        properties = try #require(run["properties"] as? [String: Any])
        rules = try #require(driver["rules"] as? [[String: Any]])
        results = try #require(run["results"] as? [[String: Any]]).map(Result.init)
    }
}
