import Evidence
import AWS
import Support
import Synchronization

/// Answers as a test says, and remembers what it was asked.
final class ScriptedSession: AccountSession {
    typealias Answer = (status: Int, body: String)

    let homeRegion = "us-east-1"
    private let script: @Sendable (APIRequest, String) -> Answer?
    private let log = Mutex<[APIRequest]>([])

    /// The script's nil is a connection that breaks; status 0 is a call that was not begun, for the reason in the body.
    init(_ script: @escaping @Sendable (APIRequest, String) -> Answer?) {
        self.script = script
    }

    var asked: [APIRequest] { log.withLock { $0 } }

    func send<Value: Sendable>(
        _ request: APIRequest, to region: String, reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?) {
        let reply = reply(to: request, in: region)
        return (reply, reply.read(by: reading))
    }

    private func reply(to request: APIRequest, in region: String) -> Reply {
        log.withLock { $0.append(request) }
        let attempt = Exchange.Attempt(start: SampleRun.start, end: SampleRun.start)
        var reply = Reply(endpoint: "https://ec2.\(region).amazonaws.com/", attempts: [attempt])
        if let answer = script(request, region) {
            if answer.status == 0 {
                return Reply(
                    endpoint: reply.endpoint, attempts: [],
                    failure: .init(code: answer.body, message: "there are no credentials"))
            }
            reply.httpStatus = answer.status
            reply.body = Array(answer.body.utf8)
        } else {
            reply.failure = .init(code: "ConnectionClosed", message: "the connection was closed")
        }
        return reply
    }

    /// An account with one region, whose lists come from the script.
    static func oneRegion(_ script: @escaping @Sendable (APIRequest) -> Answer?) -> ScriptedSession {
        ScriptedSession { request, _ in
            switch request.action {
            case "GetCallerIdentity": (200, identity)
            case "DescribeRegions":
                (200, response("DescribeRegions", "regionInfo", "<item><regionName>us-east-1</regionName></item>"))
            default: script(request)
            }
        }
    }

    static let identity = """
        <GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>\
        <Arn>arn:aws:iam::111122223333:user/a</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>
        """

    static func response(_ action: String, _ set: String, _ items: String, next: String? = nil) -> String {
        "<\(action)Response><requestId>r-1</requestId><\(set)>\(items)</\(set)>"
            + (next.map { "<nextToken>\($0)</nextToken>" } ?? "") + "</\(action)Response>"
    }

    static func vpcs(_ ids: [String], next: String? = nil) -> Answer {
        (200, response("DescribeVpcs", "vpcSet", ids.map { "<item><vpcId>\($0)</vpcId></item>" }.joined(), next: next))
    }

    static let noFlowLogs: Answer = (200, response("DescribeFlowLogs", "flowLogSet", ""))

    /// Of `vpc-1` it is `fl-1`.
    static func flowLog(on vpc: String, next: String? = nil) -> Answer {
        let id = "fl-" + (vpc.split(separator: "-").last ?? "")
        let item = """
            <item><flowLogId>\(id)</flowLogId><resourceId>\(vpc)</resourceId><flowLogStatus>ACTIVE</flowLogStatus>\
            <trafficType>ALL</trafficType><deliverLogsStatus>SUCCESS</deliverLogsStatus></item>
            """
        return (200, response("DescribeFlowLogs", "flowLogSet", item, next: next))
    }
}
