import AWS
import Evidence
import Scan
import Support

/// A sample estate one record of which is told in two ways: as the first, as the second, and as both at once.
struct ConflictingEstate {
    enum Manner: CaseIterable {
        /// The record comes a second time, with one member changed or left out.
        case recordAgain
        /// One member comes a second time, changed.
        case memberAgain
        /// One member is there and says nothing. There is no second way.
        case memberEmpty
    }

    let manner: Manner
    /// What is done, for a test that fails.
    let description: String
    let first: [any AccountSession]
    /// Nil where there is no second way.
    let second: [any AccountSession]?
    let both: [any AccountSession]

    /// Nil where the estate has no record of the kind that chance chose.
    init?(_ estate: SampleEstate, _ manner: Manner, using generator: inout SeededGenerator) {
        let sessions = estate.accounts.map { SampleSession(account: $0, clock: { SampleRun.start }) }
        let account = Int.random(in: sessions.indices, using: &generator)
        let regions = estate.accounts[account].regions
        guard let region = regions.randomElement(using: &generator) else { return nil }
        let action = ["DescribeVpcs", "DescribeFlowLogs"].randomElement(using: &generator) ?? ""
        let pages = Self.pages(of: action, in: region.name, sessions[account])
        let places = pages.indices.flatMap { page in pages[page].records.indices.map { (page: page, record: $0) } }
        guard let place = places.randomElement(using: &generator) else { return nil }

        let record = pages[place.page].records[place.record]
        let members = record.indices.filter { Member(record[$0]).map { !$0.isIdentity(of: action) } ?? false }
        guard let index = members.randomElement(using: &generator), let member = Member(record[index]) else {
            return nil
        }
        let others = region.vpcs.map(\.vpcId) + ["vpc-0ffffffffffffffff"]
        let value = member.otherValue(
            resource: others.randomElement(using: &generator) ?? "", using: &generator)
        let changed = Member(name: member.name, value: value).line
        var (second, both) = (pages, pages)
        switch manner {
        case .recordAgain:
            second[place.page].records[place.record][index] = Bool.random(using: &generator) ? changed : ""
            let again = second[place.page].records[place.record]
            let page = Int.random(in: pages.indices, using: &generator)
            both[page].records.insert(again, at: Int.random(in: 0...both[page].records.count, using: &generator))
        case .memberAgain:
            second[place.page].records[place.record][index] = changed
            let line = both[place.page].records[place.record][index]
            both[place.page].records[place.record][index] =
                [line + changed, changed + line]
                .randomElement(using: &generator) ?? ""
        case .memberEmpty:
            both[place.page].records[place.record][index] = Member(name: member.name, value: "").line
        }
        func telling(_ pages: [Page]) -> [any AccountSession] {
            var all: [any AccountSession] = sessions
            all[account] = RetoldSession(sample: sessions[account], action: action, region: region.name, pages: pages)
            return all
        }
        self.manner = manner
        description =
            "\(manner): \(action) in \(region.name), \(record[index].split(separator: " ").joined()) -> \(value)"
        first = sessions
        self.second = manner == .memberEmpty ? nil : telling(second)
        self.both = telling(both)
    }

    /// One page of a listing, its records as lines.
    fileprivate struct Page {
        var head: String
        var records: [[String]]
        var tail: String
        /// The token that it is asked for with.
        let token: String?

        init(_ body: String, askedWith token: String?) {
            self.token = token
            let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            var (head, tail): ([String], [String]) = ([], [])
            records = []
            var isInRecord = false
            for line in lines {
                if line == "    <item>" {
                    records.append([])
                    isInRecord = true
                }
                if isInRecord {
                    records[records.count - 1].append(line)
                } else if records.isEmpty {
                    head.append(line)
                } else {
                    tail.append(line)
                }
                if line == "    </item>" { isInRecord = false }
            }
            self.head = head.joined(separator: "\n")
            self.tail = tail.joined(separator: "\n")
        }

        var body: String {
            ([head] + records.map { $0.joined(separator: "\n") } + [tail]).joined(separator: "\n")
        }
    }

    private static func pages(of action: String, in region: String, _ session: SampleSession) -> [Page] {
        var pages: [Page] = []
        var token: String?
        repeat {
            var parameters = ["MaxResults": "1000"]
            parameters["NextToken"] = token
            let reply = session.reply(to: APIRequest(.ec2, action, parameters), in: region)
            let body = String(decoding: reply.body ?? [], as: UTF8.self)
            pages.append(Page(body, askedWith: token))
            token = body.firstMatch(of: #/<nextToken>([^<]*)</#).map { String($0.1) }
        } while token != nil
        return pages
    }
}

/// A member of a record that has no members of its own.
private struct Member {
    var name: String
    var value: String

    init(name: String, value: String) {
        (self.name, self.value) = (name, value)
    }

    /// Nil for another line.
    init?(_ line: String) {
        guard let match = line.wholeMatch(of: #/ {6}<(\w+)>([^<]*)</\w+>/#) else { return nil }
        (name, value) = (String(match.1), String(match.2))
    }

    var line: String { "      <\(name)>\(value)</\(name)>" }

    func isIdentity(of action: String) -> Bool { name == (action == "DescribeVpcs" ? "vpcId" : "flowLogId") }

    func otherValue(resource: String, using generator: inout SeededGenerator) -> String {
        let values: [String] =
            switch name {
            case "isDefault": ["true", "false"]
            case "ownerId": ["999988887777", "111122223333"]
            case "resourceId": [resource]
            case "deliverLogsStatus": ["SUCCESS", "FAILED", "NEW"]
            case "trafficType": ["ALL", "REJECT", "ACCEPT", "NEW"]
            case "flowLogStatus": ["ACTIVE", "INACTIVE"]
            case "maxAggregationInterval": ["60", "600"]
            default: [value + "x"]
            }
        return values.filter { $0 != value }.randomElement(using: &generator) ?? value + "x"
    }
}

/// The sample, but for one listing, whose pages are given.
private struct RetoldSession: AccountSession {
    let sample: SampleSession
    let action: String
    let region: String
    let pages: [ConflictingEstate.Page]

    var homeRegion: String { sample.homeRegion }

    func send<Value: Sendable>(
        _ request: APIRequest, to region: String, reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?) {
        var reply = sample.reply(to: request, in: region)
        if request.action == action, region == self.region {
            reply.body = pages.first { $0.token == request.parameters["NextToken"] }.map { Array($0.body.utf8) }
        }
        return (reply, reply.read(by: reading))
    }
}
