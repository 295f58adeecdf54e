/// A service of AWS: how its settings and its hosts are named.
package struct AWSService: Sendable, Hashable {
    /// As AWS's models have it: `CloudWatch Logs`.
    package let id: String
    /// What its host names begin with.
    package let host: String

    package init(id: String, host: String) {
        self.id = id
        self.host = host
    }

    package static let ec2 = AWSService(id: "EC2", host: "ec2")
    package static let sts = AWSService(id: "STS", host: "sts")
    package static let organizations = AWSService(id: "Organizations", host: "organizations")
    package static let logs = AWSService(id: "CloudWatch Logs", host: "logs")
    package static let s3 = AWSService(id: "S3", host: "s3")
    package static let firehose = AWSService(id: "Firehose", host: "firehose")
    package static let sso = AWSService(id: "SSO", host: "portal.sso")
    package static let oidc = AWSService(id: "SSO OIDC", host: "oidc")
    package static let signIn = AWSService(id: "Signin", host: "signin")

    /// It gives credentials, and has no FIPS hosts but the government's.
    var isOfIdentityCenter: Bool { self == .sso || self == .oidc }

    /// `CLOUDWATCH_LOGS`, at the end of a variable's name.
    var variableSuffix: String { settingName.uppercased() }

    /// `cloudwatch_logs`, in a `[services x]` section.
    var settingName: String { String(id.lowercased().map { $0 == " " ? "_" : $0 }) }
}

extension APIRequest.Service {
    /// Those that every scan asks.
    static let always: [Self] = [.ec2, .sts]

    var service: AWSService {
        switch self {
        case .ec2: .ec2
        case .sts: .sts
        case .logs: .logs
        case .s3: .s3
        case .firehose: .firehose
        }
    }
}
