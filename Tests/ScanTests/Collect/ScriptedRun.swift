import AWS
import Evidence
import Support

@testable import Scan

/// What a scripted scan is judged and replayed with.
enum ScriptedRun {
    static func run(of inventory: Inventory) -> Run {
        Run(
            id: "r", startedAt: SampleRun.start, finishedAt: SampleRun.start,
            tool: Tool(name: "exhibit", version: "0", commit: nil, sha256: nil), arguments: [], source: .live,
            settings: .init(
                policy: .effective, includesDefaultVPCs: false, remediation: false, formats: [], regions: []),
            accounts: inventory.runAccounts)
    }

    /// Asks the record again, and throws where it is not whole.
    static func replay(_ exchanges: [Exchange], _ run: Run, _ store: MemoryStore) async throws -> Inventory {
        let sessions = try run.accounts.map { account in
            try ReplaySession(account: account, exchanges: exchanges) { try store.body(of: $0) }
        }
        let inventory = try await Scanner(
            sessions: sessions, regions: run.settings.regions, store: MemoryStore()
        ).collect()
        for session in sessions { try session.finish() }
        return inventory
    }
}

extension ScriptedSession {
    static func ok(_ body: String) -> Answer { (200, body) }

    static func refusal(_ code: String, _ message: String = "no") -> Answer {
        (
            403,
            "<Response><Errors><Error><Code>\(code)</Code><Message>\(message)</Message></Error></Errors>"
                + "<RequestID>r-9</RequestID></Response>"
        )
    }

    /// Nothing was asked, for there was nothing to ask with.
    static func notBegun(_ code: String) -> Answer { (0, code) }

    static func identity(of account: String) -> Answer {
        ok(identity.replacing("111122223333", with: account))
    }

    /// An account with one region and one VPC that is logged.
    static func estate(of account: String, _ request: APIRequest) -> Answer? {
        switch request.action {
        case "GetCallerIdentity": identity(of: account)
        case "DescribeRegions":
            ok(response("DescribeRegions", "regionInfo", "<item><regionName>us-east-1</regionName></item>"))
        case "DescribeVpcs": vpcs(["vpc-\(account)"])
        default: flowLog(on: "vpc-\(account)")
        }
    }
}
