extension HTTPRequest {
    /// A question as it is sent, in its service's own protocol, but for its signature.
    package init(_ request: APIRequest, to endpoint: Endpoint, userAgent: String, invocation: String) {
        let own = [HTTPHeader("User-Agent", userAgent), HTTPHeader("amz-sdk-invocation-id", invocation)]
        switch request.service {
        case .ec2, .sts:
            self.init(
                "POST", scheme: endpoint.scheme, authority: endpoint.authority, path: endpoint.path,
                headers: [HTTPHeader("Content-Type", QueryBody.contentType)] + own,
                body: Array(QueryBody.text(request).utf8))
        case .logs, .firehose:
            self.init(
                "POST", scheme: endpoint.scheme, authority: endpoint.authority, path: endpoint.path,
                headers: [
                    HTTPHeader("Content-Type", JSONBody.contentType),
                    HTTPHeader("X-Amz-Target", JSONBody.target(of: request)),
                ] + own,
                body: Array(JSONBody.text(request).utf8))
        case .s3:
            self.init(
                "GET", scheme: endpoint.scheme, authority: endpoint.authority, path: endpoint.path,
                query: BucketQuery.text(request), headers: own)
        }
    }
}
