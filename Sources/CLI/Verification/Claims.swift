import Evidence

/// What findings.json claims of one VPC. Words are kept as they are: another version may know others.
struct VPCClaim: Decodable {
    struct Reason: Decodable {
        let code: String
    }

    let id: String
    let account: String
    let region: String
    let vpcId: String
    let verdict: String
    let reason: Reason
    let exception: Exception?
}

/// What it claims could not be read.
struct GapClaim: Decodable, Equatable, CustomStringConvertible {
    let account: String
    let region: String
    let action: String
    let code: String
    let message: String
    let requestId: String?
    let hides: String

    init(_ gap: Gap) {
        account = gap.account
        region = gap.region
        action = gap.action
        code = gap.code
        message = gap.message
        requestId = gap.requestId
        hides = gap.hides.rawValue
    }

    /// `111122223333 eu-west-1 DescribeVpcs: UnauthorizedOperation (request …), which hides vpcs`
    var description: String {
        "\(account) \(region) \(action): \(code)\(requestId.map { " (request \($0))" } ?? ""), which hides \(hides)"
    }
}

/// How far it claims that regions were read.
struct ScopeClaim: Decodable {
    struct Region: Decodable, Equatable, CustomStringConvertible {
        let account: String
        let region: String
        let status: String
        let vpcs: Int?

        init(_ region: Scope.Region) {
            account = region.account
            self.region = region.region
            status = region.status.rawValue
            vpcs = region.vpcs
        }

        var description: String {
            "\(account) \(region) \(status)\(vpcs.map { " with \($0 == 1 ? "1 VPC" : "\($0) VPCs")" } ?? "")"
        }
    }

    let partition: String
    let requested: [String]
    let regions: [Region]
}

struct PolicyClaim: Decodable {
    let name: String
}
