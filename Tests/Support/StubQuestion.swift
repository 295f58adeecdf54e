import Foundation
package import AWS

extension StubRequest {
    /// What is asked, whatever the protocol of the service; nil for what is no question to it.
    package func question(of service: APIRequest.Service) -> APIRequest? {
        switch service {
        case .ec2, .sts:
            return action.map { action in
                APIRequest(service, action, form.filter { $0.key != "Action" && $0.key != "Version" })
            }
        case .logs, .firehose:
            guard let target = self["X-Amz-Target"]?.split(separator: ".").last else { return nil }
            do {
                let members = try JSONDecoder().decode([String: Member].self, from: Data(body))
                return APIRequest(service, String(target), members.mapValues(\.text))
            } catch {
                return nil
            }
        case .s3: return bucketQuestion
        }
    }

    /// The bucket stands in the path, or before the host's name.
    private var bucketQuestion: APIRequest? {
        guard let parts = URLComponents(string: path) else { return nil }
        let inHost = (self["Host"] ?? "").prefix { $0 != "." }
        let bucket = parts.path.split(separator: "/").first ?? inHost
        var parameters = ["Bucket": String(bucket)]
        var action: String?
        for item in parts.queryItems ?? [] {
            switch item.name {
            case "location": action = "GetBucketLocation"
            case "lifecycle": action = "GetBucketLifecycleConfiguration"
            case "encryption": action = "GetBucketEncryption"
            case "versioning": action = "GetBucketVersioning"
            case "list-type": action = "ListObjectsV2"
            default: parameters[item.name] = item.value ?? ""
            }
        }
        return action.map { APIRequest(.s3, $0, parameters) }
    }
}

/// A member of a JSON request, as text.
private struct Member: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        let readings: [() throws -> String] = [
            { try value.decode(String.self) }, { String(try value.decode(Int.self)) },
            { String(try value.decode(Bool.self)) },
        ]
        for reading in readings {
            do {
                text = try reading()
                return
            } catch { continue }
        }
        throw DecodingError.dataCorruptedError(in: value, debugDescription: "neither text, number nor flag")
    }
}
