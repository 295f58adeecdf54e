package import AWS
package import Evidence
import XML

/// Answers as EC2 and STS would, in their XML and with their pages, from a sample estate.
package struct SampleSession: AccountSession {
    let account: SampleEstate.Account
    let clock: @Sendable () -> Timestamp

    package init(account: SampleEstate.Account, clock: @escaping @Sendable () -> Timestamp) {
        self.account = account
        self.clock = clock
    }

    package var homeRegion: String { account.homeRegion }

    package func send<Value: Sendable>(
        _ request: APIRequest, to region: String, reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?) {
        let reply = reply(to: request, in: region)
        return (reply, reply.read(by: reading))
    }

    package func reply(to request: APIRequest, in region: String) -> Reply {
        let start = clock()
        let requestId = Self.requestId(for: request, in: region, of: account.id)
        let endpoint = "https://\(request.service.rawValue).\(region).amazonaws.com/"
        do {
            let (status, body) = try answer(request, in: region, requestId: requestId)
            let end = clock()
            return Reply(
                endpoint: endpoint,
                attempts: [
                    .init(
                        start: start, end: end, httpStatus: status,
                        code: status < 300 ? nil : ErrorAnswer(status: status, body: body, from: request.service).code,
                        requestId: requestId)
                ],
                httpStatus: status, httpDate: HTTPDate.text(end), requestId: requestId, body: body)
        } catch {
            return Reply(
                endpoint: endpoint, attempts: [.init(start: start, end: clock())],
                failure: .init(code: "SampleFailure", message: "\(error)"))
        }
    }

    private func answer(
        _ request: APIRequest, in name: String, requestId: String
    ) throws -> (status: Int, body: [UInt8]) {
        let writer = SampleAnswer(requestId: requestId)
        switch request.action {
        case "GetCallerIdentity":
            return (200, try writer.callerIdentity(account: account.id, arn: account.arn))
        case "DescribeRegions":
            let regions = account.regions.map { ($0.name, true) } + account.disabledRegions.map { ($0, false) }
            return (200, try writer.regions(regions))
        default: break
        }
        if ![.ec2, .sts].contains(request.service) {
            return try destination(request, in: name, requestId: requestId)
        }
        guard let region = account.regions.first(where: { $0.name == name }) else {
            return (400, try writer.error("InvalidRegion", "There is no such region in the sample."))
        }
        // A page token of the sample is the offset at which its page begins.
        let offset = request.parameters["NextToken"].flatMap { Int($0.dropFirst("page-from-".count)) } ?? 0
        if let refusal = region.refusals[request.action], offset / region.pageSize + 1 >= refusal.fromPage {
            return (refusal.status, try writer.error(refusal.code, refusal.message))
        }
        let filter = request.parameters["Filter.1.Name"]
        let values = Set(request.parameters.filter { $0.key.hasPrefix("Filter.1.Value.") }.values)
        let page = Page(offset: offset, size: region.pageSize)
        return switch request.action {
        case "DescribeVpcs": (200, try writer.vpcs(page.of(region.vpcs), next: page.token(region.vpcs.count)))
        case "DescribeFlowLogs":
            (200, try writer.flowLogs(page.of(region.flowLogs), next: page.token(region.flowLogs.count)))
        case "DescribeSubnets":
            (
                200,
                try writer.subnets(
                    region.subnets.filter { values.contains(filter == "vpc-id" ? $0.vpc : $0.subnet) })
            )
        case "DescribeNetworkInterfaces":
            (200, try writer.interfaces(region.interfaces.filter { values.contains($0.interface) }))
        default: (400, try writer.error("InvalidAction", "The sample knows no \(request.action)."))
        }
    }

    private func destination(
        _ request: APIRequest, in region: String, requestId: String
    ) throws -> SampleDestinationAnswer.Answer {
        if let refusal = account.regions.first(where: { $0.name == region })?.refusals[request.action] {
            return request.service == .s3
                ? try SampleDestinationAnswer.xml(
                    refusal.code, refusal.message, status: refusal.status, requestId: requestId)
                : try SampleDestinationAnswer.json(refusal.code, refusal.message)
        }
        let names = ["logGroupNamePrefix", "logGroupName", "DeliveryStreamName", "Bucket"]
        let name = names.compactMap { request.parameters[$0] }.first ?? ""
        return try SampleDestinationAnswer(
            destination: account.destinations[name] ?? .any(named: name), requestId: requestId, now: clock()
        ).answer(to: request)
    }

    private struct Page {
        let offset: Int
        let size: Int

        func of<Record>(_ records: [Record]) -> ArraySlice<Record> { records.dropFirst(offset).prefix(size) }

        func token(_ count: Int) -> String? {
            offset + size < count ? "page-from-\(offset + size)" : nil
        }
    }

    /// The same for the same question, in the shape of AWS's own.
    private static func requestId(for request: APIRequest, in region: String, of account: String) -> String {
        let parameters = request.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let hex = sha256Hex(
            Array("\(account) \(region) \(request.action) \(parameters.joined(separator: "&"))".utf8))
        let parts = [(0, 8), (8, 4), (12, 4), (16, 4), (20, 12)]
        return parts.map { String(hex.dropFirst($0.0).prefix($0.1)) }.joined(separator: "-")
    }
}
