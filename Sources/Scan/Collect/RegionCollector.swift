import Evidence

/// Reads one region: VPCs and flow logs side by side, and, only where flow logs lie below the VPC,
/// what explains them.
struct RegionCollector: Sendable {
    let inquiry: AccountInquiry
    let account: String
    let region: String

    func collect() async throws -> RegionInventory {
        inquiry.observer(.regionBegan(account: account, region: region))
        async let vpcs = inquiry.list(.vpcs, of: account, in: region)
        async let flowLogs = inquiry.list(.flowLogs, of: account, in: region)
        var inventory = RegionInventory(region: region, vpcs: try await vpcs, flowLogs: try await flowLogs)
        try await explain(&inventory)
        inquiry.observer(
            .regionEnded(
                account: account, region: region, vpcs: inventory.vpcCount, isWhole: inventory.isWhole))
        return inventory
    }

    /// Which subnets and interfaces are logged, in VPCs of this account that have no working flow log.
    private func explain(_ inventory: inout RegionInventory) async throws {
        let logs = inventory.flowLogs.records
        let covered = Set(logs.filter { $0.isWorking && $0.recordsRejects == true }.map(\.resourceId))
        let bare = Set(
            inventory.vpcs.records
                .filter { ($0.ownerId ?? account) == account && !covered.contains($0.vpcId) }
                .map(\.vpcId))
        let subnetIds = Set(logs.map(\.resourceId).filter { $0.hasPrefix("subnet-") })
        let interfaceIds = Set(logs.map(\.resourceId).filter { $0.hasPrefix("eni-") })
        guard !bare.isEmpty else { return }

        let logged = try await list(.subnets, where: "subnet-id", isIn: subnetIds, keptIn: &inventory)
        let concerned = Set(logged.map(\.vpcId)).intersection(bare)
        inventory.subnets = try await list(.subnets, where: "vpc-id", isIn: concerned, keptIn: &inventory)
        inventory.interfaces = try await list(
            .networkInterfaces, where: "network-interface-id", isIn: interfaceIds, keptIn: &inventory
        ).filter { bare.contains($0.vpcId) }
    }

    /// Lists what a filter names, at most 200 values a call: EC2 allows no more.
    private func list<Record: Sendable>(
        _ listing: Listing<Record>, where filter: String, isIn ids: Set<String>,
        keptIn inventory: inout RegionInventory
    ) async throws -> [Record] {
        var records: [Record] = []
        var rest = Array(ids).sortedByBytes()[...]
        while !rest.isEmpty {
            var parameters = ["Filter.1.Name": filter]
            for (index, id) in rest.prefix(200).enumerated() {
                parameters["Filter.1.Value.\(index + 1)"] = id
            }
            rest = rest.dropFirst(200)
            let before = inventory.explaining.count { $0.action == listing.action }
            let listed = try await inquiry.list(
                listing, of: account, in: region, with: parameters, pagesBefore: before)
            inventory.explaining += listed.keys
            records += listed.records
            if let failure = listed.failure, let key = listed.failureKey {
                inventory.explaining.append(key)
                inventory.explanationFailures.append((failure, key))
                return records
            }
        }
        return records
    }
}
