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
        let concerned = Set(logged.map(\.record.vpcId)).intersection(bare)
        let all = try await list(.subnets, where: "vpc-id", isIn: concerned, keptIn: &inventory)
        let disputed = disputed(logged + all, by: \.subnetId, "subnet", keptIn: &inventory)
        inventory.subnets = all.map(\.record).filter { !disputed.contains($0.subnetId) }.unique
        let interfaces = try await list(
            .networkInterfaces, where: "network-interface-id", isIn: interfaceIds, keptIn: &inventory,
            // Filters leave out what services of AWS manage, unless it is asked for.
            with: ["IncludeManagedResources": "true"])
        let unclear = self.disputed(interfaces, by: \.networkInterfaceId, "network interface", keptIn: &inventory)
        inventory.interfaces =
            interfaces.map(\.record)
            .filter { bare.contains($0.vpcId) && !unclear.contains($0.networkInterfaceId) }.unique
    }

    private typealias Listed<Record> = (record: Record, key: ExchangeRecorder.Key)

    /// The ids of records that were told again, differently: they explain nothing.
    private func disputed<Record: Hashable>(
        _ listed: [Listed<Record>], by id: KeyPath<Record, String>, _ kind: String,
        keptIn inventory: inout RegionInventory
    ) -> Set<String> {
        var known: [String: Record] = [:]
        var disputed: Set<String> = []
        for (record, key) in listed {
            let id = record[keyPath: id]
            guard let other = known.updateValue(record, forKey: id), other != record, disputed.insert(id).inserted
            else { continue }
            let failure = CallFailure(
                action: key.action, region: region, code: OwnCode.conflicting,
                message: "\(kind) \(id) is described twice, differently", requestId: nil, attempts: 1,
                wasRefused: false)
            inventory.explanationFailures.append((failure, key))
        }
        return disputed
    }

    /// Lists what a filter names, at most 200 values a call: EC2 allows no more.
    private func list<Record: Sendable>(
        _ listing: Listing<Record>, where filter: String, isIn ids: Set<String>,
        keptIn inventory: inout RegionInventory, with others: [String: String] = [:]
    ) async throws -> [Listed<Record>] {
        var records: [Listed<Record>] = []
        var rest = Array(ids).sortedByBytes()[...]
        while !rest.isEmpty {
            var parameters = others
            parameters["Filter.1.Name"] = filter
            for (index, id) in rest.prefix(200).enumerated() {
                parameters["Filter.1.Value.\(index + 1)"] = id
            }
            rest = rest.dropFirst(200)
            let before = inventory.explaining.count { $0.action == listing.action }
            let listed = try await inquiry.list(
                listing, of: account, in: region, with: parameters, pagesBefore: before)
            inventory.explaining += listed.keys
            for page in listed.pages { records += page.records.map { ($0, page.key) } }
            if let failure = listed.failure, let key = listed.failureKey {
                inventory.explaining.append(key)
                inventory.explanationFailures.append((failure, key))
                return records
            }
        }
        return records
    }
}

extension Array where Element: Hashable {
    /// Each once.
    fileprivate var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
