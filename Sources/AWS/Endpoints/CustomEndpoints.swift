package import Evidence

extension [Exchange] {
    /// Every place that was asked and is not one of AWS's own hosts over TLS, sorted, each once.
    package var customEndpoints: [String] {
        Array<String>(Set(compactMap(\.customEndpoint))).sortedByBytes()
    }
}

extension Exchange {
    /// Where it was sent, without the bucket of S3, if that is not one of AWS's own hosts over TLS; nil for those, and
    /// where nothing was sent.
    package var customEndpoint: String? {
        if endpoint.isEmpty { return nil }
        guard let service = APIRequest.Service(rawValue: service), let place = RecordedEndpoint(endpoint) else {
            return endpoint
        }
        let bucket = service == .s3 ? parameters["Bucket"] : nil
        let host = place.host(without: bucket)
        // A bucket may be called `s3`.
        let isAWS = [place.host, host].contains { AWSHost.answers(for: service.service, as: $0) }
        guard place.isTLS, place.port == nil, isAWS else {
            return "\(place.isTLS ? "https" : "http")://\(host)\(place.port.map { ":\($0)" } ?? "")"
        }
        // Another path would be an object of somebody's bucket, not an answer of S3's own.
        let paths = ["/"] + (bucket.map { ["/\(PercentEncoding.encode($0.utf8))"] } ?? [])
        return paths.contains { $0 == place.path } ? nil : endpoint
    }
}

extension RecordedEndpoint {
    fileprivate func host(without bucket: String?) -> Substring {
        guard let bucket, host.hasPrefix("\(bucket).") else { return host }
        return host.dropFirst(bucket.count + 1)
    }
}

/// The hosts at which AWS itself answers for a service. Names below AWS's domains that customers are given
/// (`….execute-api.…`, `….elb.…`, `….vpce-svc-….…`, buckets) are none of them.
/// Sources: `HostRules`; AWS PrivateLink Guide, "Private DNS names" and "Endpoint-specific DNS names".
private enum AWSHost {
    static func answers(for service: AWSService, as host: Substring) -> Bool {
        Partition.all.contains { partition in
            [partition.suffix, partition.dualStackSuffix].contains { suffix in
                guard host.hasSuffix(".\(suffix)") else { return false }
                let labels = host.dropLast(suffix.count + 1).split(separator: ".", omittingEmptySubsequences: false)
                return isOwn(labels[...], of: service, in: partition)
            }
        }
    }

    /// Labels: `ec2`, `eu-west-1`.
    private static func isOwn(_ labels: ArraySlice<Substring>, of service: AWSService, in partition: Partition) -> Bool
    {
        var labels = labels
        if labels.last == "vpce" {
            labels = labels.dropLast()
            if service == .s3, labels.first == "bucket" { labels = labels.dropFirst() }
            guard let id = labels.popFirst(), id.hasPrefix("vpce-"), !id.hasPrefix("vpce-svc-") else { return false }
        }
        guard let name = labels.popFirst(), [service.host, "\(service.host)-fips"].contains(String(name)) else {
            return false
        }
        if service == .s3, labels.first == "dualstack" { labels = labels.dropFirst() }
        if labels.isEmpty { return partition == .aws }
        guard labels.count == 1, let region = labels.first.map(String.init) else { return false }
        return RegionNames.isShaped(region) && Partition.of(region: region) == partition
    }
}
