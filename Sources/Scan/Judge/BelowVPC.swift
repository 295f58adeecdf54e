import Evidence

/// What is logged below the VPCs of a region: on their subnets and network interfaces.
struct BelowVPC: Sendable {
    /// Whether all flow logs, subnets and interfaces of the region were read: else nothing can be counted out.
    private let isWhole: Bool
    private let logged: Set<String>
    private let subnets: [String: [String]]
    private let interfaces: [String: [String]]

    init(region: RegionInventory) {
        isWhole = region.flowLogs.failure == nil && region.explanationFailures.isEmpty
        logged = Set(region.flowLogs.records.filter(\.isWorking).map(\.resourceId))
        subnets = Dictionary(grouping: region.subnets, by: \.vpcId).mapValues { $0.map(\.subnetId) }
        interfaces = Dictionary(grouping: region.interfaces, by: \.vpcId)
            .mapValues { $0.map(\.networkInterfaceId) }
    }

    /// Nil where nothing below the VPC is logged, or nothing is known of it.
    func explanation(of vpcId: String) -> Assessment.BelowVPC? {
        let all = subnets[vpcId, default: []].sortedByBytes()
        let with = all.filter(logged.contains)
        let without = isWhole ? all.filter { !logged.contains($0) } : []
        let ownInterfaces = interfaces[vpcId, default: []].filter(logged.contains).sortedByBytes()
        guard !with.isEmpty || !ownInterfaces.isEmpty else { return nil }
        return Assessment.BelowVPC(
            text: Self.text(
                all: isWhole ? all.count : nil, with: with, without: without, interfaces: ownInterfaces),
            subnets: isWhole ? all.count : nil, subnetsLogged: with, subnetsNotLogged: without,
            interfacesLogged: ownInterfaces)
    }

    /// "2 of 5 subnets have their own flow log; subnet-… has none." `all` is nil where it is not known.
    private static func text(all: Int?, with: [String], without: [String], interfaces: [String]) -> String {
        var parts: [String] = []
        if !with.isEmpty {
            parts.append(
                "\(all.map { "\(with.count) of \($0)" } ?? "At least \(with.count)") "
                    + "\((all ?? with.count) == 1 ? "subnet" : "subnets") \(with.count == 1 ? "has its" : "have their") own flow log"
            )
            if !without.isEmpty {
                let more = without.count > 3 ? " and \(without.count - 3) more" : ""
                parts.append(
                    "\(without.prefix(3).joined(separator: ", "))\(more) "
                        + "\(without.count == 1 ? "has" : "have") none")
            }
        }
        if !interfaces.isEmpty {
            let more = interfaces.count > 3 ? " and \(interfaces.count - 3) more" : ""
            parts.append(
                "\(interfaces.count) network \(interfaces.count == 1 ? "interface has its" : "interfaces have their") "
                    + "own flow log (\(interfaces.prefix(3).joined(separator: ", "))\(more))")
        }
        let rest = all == nil ? " Not all of them could be read." : ""
        return parts.joined(separator: "; ") + ".\(rest) This does not cover the VPC."
    }
}
