import AWS
import Evidence
import Foundation
import Support
import Testing
import XML

@testable import Scan

/// Every body in the shared data that answers a call of ours, held against a plain reading of the same file.
@Suite(.enabled(if: SharedData.isHere, "\(SharedData.reason)"))
struct FixtureTests {
    static let vpcs = [
        "awsdocs--DescribeVpcs-with-shared", "boto--vpc-1-DescribeVpcsResponse", "botocore--ec2-describe-vpcs",
        "manageiq-real--DescribeVpcs-200-1", "manageiq-real--DescribeVpcs-200-2", "moto--DescribeVpcs",
    ]
    static let flowLogs = [
        "awsdocs--DescribeFlowLogs", "erlcloud--DescribeFlowLogsResponse-1", "moto--DescribeFlowLogs",
    ]
    static let subnets = [
        "boto--subnet-1-DescribeSubnetsResponse", "botocore--ec2-describe-subnets", "jclouds--describe_subnets",
        "manageiq-real--DescribeSubnets-200-1", "manageiq-real--DescribeSubnets-200-2",
        "manageiq-real--DescribeSubnets-200-3", "moto--DescribeSubnets",
    ]
    static let interfaces = [
        "botocore--ec2-describe-network-interfaces", "manageiq-real--DescribeNetworkInterfaces-200-1",
        "manageiq-real--DescribeNetworkInterfaces-200-2", "manageiq-real--DescribeNetworkInterfaces-200-3",
    ]
    static let regions = [
        "botocore--ec2-describe-regions", "erlcloud--DescribeRegionsResponse-1", "erlcloud--DescribeRegionsResponse-2",
        "jclouds--regionEndpoints", "jclouds--regionEndpoints-additional", "jclouds--regionEndpoints-all",
        "manageiq-real--DescribeRegions-200-1", "moto--DescribeRegions-AllRegions",
    ]
    static let identities = ["moto--sts-GetCallerIdentity"]
    static let errors = [
        "awsdocs--error-InvalidInstanceID.NotFound", "boto--ec2conn-3-Response",
        "botocore--error--ec2-describe-instances", "botocore--error--s3-create-bucket",
        "botocore--error--s3-list-objects", "botocore--error--sts-get-session-token",
        "composed--error-AuthFailure-401", "composed--error-FilterLimitExceeded-400",
        "composed--error-InvalidParameterValue-NextToken-400", "composed--error-OptInRequired-403",
        "composed--error-RequestLimitExceeded-503", "moto--error-DryRunOperation",
        "moto--error-InvalidVpcID.NotFound", "real-issue--error-UnauthorizedOperation-DescribeVpcs-403",
        "real-issue--error-UnauthorizedOperation-plain-403",
    ]
    /// Answers to calls that Exhibit does not make.
    static let others = [
        "boto--ec2conn-1-DescribeVpcAttributeResponse", "botocore--s3-get-bucket-location",
        "botocore--s3-list-objects", "botocore--sts-get-session-token", "erlcloud--CreateFlowLogsResponse-1",
        "erlcloud--CreateFlowLogsResponse-2", "jclouds--describe_instances_empty",
        "jclouds--describe_securitygroups_empty", "moto--sts-AssumeRole",
    ]

    @Test func everyFileIsOfOneKind() throws {
        let listed = [Self.vpcs, Self.flowLogs, Self.subnets, Self.interfaces, Self.regions, Self.identities]
        let all = (listed + [Self.errors, Self.others]).flatMap { $0 }
        let there = try SharedData.names(in: "ec2-xml").filter { $0.hasSuffix(".xml") }
        #expect(all.map { "\($0).xml" }.sorted() == there.sorted())
    }

    @Test(arguments: vpcs) func describeVpcs(file: String) throws {
        let body = try body(file)
        let plain = try PlainXML(body)
        let page = try Listing.vpcs.page(from: body)
        let items = plain.items("vpcSet")
        #expect(!items.isEmpty)
        #expect(page.requestId == plain.text("requestId"))
        #expect(page.records.map(\.vpcId) == items.map { $0.text("vpcId") })
        #expect(page.records.map(\.ownerId) == items.map { $0.text("ownerId") })
        #expect(page.records.map(\.state) == items.map { $0.text("state") })
        #expect(page.records.map(\.isDefault) == items.map { $0.text("isDefault") == "true" })
        #expect(page.records.map(\.tags) == items.map(tags))
        #expect(page.records.map { $0.cidrBlocks.first } == items.map { $0.text("cidrBlock") })
        for (vpc, item) in zip(page.records, items) {
            let associated =
                item.items("cidrBlockAssociationSet").compactMap { $0.text("cidrBlock") }
                + item.items("ipv6CidrBlockAssociationSet").compactMap { $0.text("ipv6CidrBlock") }
            #expect(Set(associated).isSubset(of: Set(vpc.cidrBlocks)))
        }
    }

    @Test(arguments: flowLogs) func describeFlowLogs(file: String) throws {
        let body = try body(file)
        let items = try PlainXML(body).items("flowLogSet")
        let logs = try Listing.flowLogs.page(from: body).records
        #expect(logs.count == items.count && !items.isEmpty)
        for (log, item) in zip(logs, items) {
            #expect(log.flowLogId == item.text("flowLogId"))
            #expect(log.resourceId == item.text("resourceId"))
            #expect(log.flowLogStatus == item.text("flowLogStatus"))
            #expect(log.trafficType == item.text("trafficType"))
            #expect(log.deliverLogsStatus == item.text("deliverLogsStatus"))
            #expect(log.deliverLogsErrorMessage == item.text("deliverLogsErrorMessage"))
            #expect(log.logDestinationType == item.text("logDestinationType"))
            #expect(log.logDestination == item.text("logDestination"))
            #expect(log.logGroupName == item.text("logGroupName"))
            #expect(log.logFormat == item.text("logFormat"))
            #expect(log.creationTime == item.text("creationTime"))
            #expect(log.maxAggregationInterval == item.text("maxAggregationInterval").flatMap { Int($0) })
            #expect(log.deliverLogsPermissionArn == item.text("deliverLogsPermissionArn"))
            #expect(log.tags == tags(of: item))
        }
    }

    @Test(arguments: subnets) func describeSubnets(file: String) throws {
        let body = try body(file)
        let items = try PlainXML(body).items("subnetSet")
        let subnets = try Listing.subnets.page(from: body).records
        #expect(!items.isEmpty)
        #expect(subnets.map(\.subnetId) == items.map { $0.text("subnetId") })
        #expect(subnets.map(\.vpcId) == items.map { $0.text("vpcId") })
    }

    @Test(arguments: interfaces) func describeNetworkInterfaces(file: String) throws {
        let body = try body(file)
        let items = try PlainXML(body).items("networkInterfaceSet")
        let interfaces = try Listing.networkInterfaces.page(from: body).records
        #expect(!items.isEmpty)
        #expect(interfaces.map(\.networkInterfaceId) == items.map { $0.text("networkInterfaceId") })
        #expect(interfaces.map(\.vpcId) == items.map { $0.text("vpcId") })
        #expect(interfaces.map(\.subnetId) == items.map { $0.text("subnetId") })
    }

    @Test(arguments: regions) func describeRegions(file: String) throws {
        let body = try body(file)
        let items = try PlainXML(body).items("regionInfo")
        let regions = try Listing.regions.page(from: body).records
        #expect(regions.map(\.name) == items.map { $0.text("regionName") })
        #expect(regions.map(\.optInStatus) == items.map { $0.text("optInStatus") })
        #expect(items.isEmpty == (file == "erlcloud--DescribeRegionsResponse-1"))
    }

    @Test(arguments: identities) func getCallerIdentity(file: String) throws {
        let body = try body(file)
        let plain = try #require(try PlainXML(body)["GetCallerIdentityResult"])
        let identity = try CallerIdentity(try XMLReader.read(body, roots: ["GetCallerIdentityResponse"]))
        #expect(identity.account == plain.text("Account"))
        #expect(identity.arn == plain.text("Arn"))
        #expect(identity.partition == "aws")
    }

    /// What botocore made of the same bodies.
    @Test(arguments: ["vpcs", "subnets", "network-interfaces", "regions"]) func botocoreAgrees(call: String) throws {
        let file = "botocore--ec2-describe-\(call)"
        let body = try body(file)
        let expected = try #require(
            try JSONSerialization.jsonObject(with: Data(SharedData.bytes("ec2-xml/\(file).expected.json")))
                as? [String: Any])
        func ids(_ set: String, _ id: String) throws -> [String] {
            try #require(expected[set] as? [[String: Any]]).map { try #require($0[id] as? String) }
        }
        switch call {
        case "vpcs": #expect(try Listing.vpcs.page(from: body).records.map(\.vpcId) == ids("Vpcs", "VpcId"))
        case "subnets":
            let subnets = try Listing.subnets.page(from: body).records
            #expect(try subnets.map(\.subnetId) == ids("Subnets", "SubnetId"))
            #expect(try subnets.map(\.vpcId) == ids("Subnets", "VpcId"))
        case "regions":
            #expect(try Listing.regions.page(from: body).records.map(\.name) == ids("Regions", "RegionName"))
        default:
            let interfaces = try Listing.networkInterfaces.page(from: body).records
            #expect(
                try interfaces.map(\.networkInterfaceId) == ids("NetworkInterfaces", "NetworkInterfaceId"))
        }
    }

    @Test(arguments: errors) func errorBody(file: String) throws {
        let body = try body(file)
        let plain = try PlainXML(body)
        let error = try #require(plain["Errors"]?["Error"] ?? plain["Error"] ?? (plain.name == "Error" ? plain : nil))
        let answer = ErrorAnswer(status: 400, body: body, from: .ec2)
        #expect(answer.code == error.text("Code"))
        #expect(answer.message == error.text("Message"))
        #expect(answer.isFromAWS)
    }

    @Test(arguments: others + errors) func bodiesOfOtherCallsAreTheWrongRoot(file: String) throws {
        let body = try body(file)
        #expect { try Listing.vpcs.page(from: body) } throws: { ($0 as? XMLReadingError)?.kind == .wrongRoot }
        #expect { try Listing.flowLogs.page(from: body) } throws: { ($0 as? XMLReadingError)?.kind == .wrongRoot }
        #expect { try Listing.regions.page(from: body) } throws: { ($0 as? XMLReadingError)?.kind == .wrongRoot }
    }

    @Test(arguments: flowLogs + subnets + interfaces + regions) func oneCallsBodyIsNotAnothers(file: String) throws {
        let body = try body(file)
        #expect { try Listing.vpcs.page(from: body) } throws: { ($0 as? XMLReadingError)?.kind == .wrongRoot }
    }

    private func body(_ file: String) throws -> [UInt8] { try SharedData.bytes("ec2-xml/\(file).xml") }

    private func tags(of item: PlainXML) -> [Evidence.Tag] {
        item.items("tagSet").map { Evidence.Tag($0["key"]?.text ?? "", $0["value"]?.text ?? "") }
    }
}
