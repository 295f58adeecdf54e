/// Names of regions, for telling what was meant by one that does not exist.
package enum RegionNames {
    /// Those that AWS has had for long: good enough for a hint, and for nothing else.
    package static let wellKnown = [
        "af-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
        "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ca-central-1",
        "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1",
        "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "eusc-de-east-1", "il-central-1", "me-central-1",
        "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1",
        "us-west-1", "us-west-2",
    ]

    /// Whether it looks like the name of a region: words and a number, `eu-west-1`.
    package static func isShaped(_ name: String) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let number = parts.last else { return false }
        return number.utf8.count <= 2 && !number.isEmpty && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && parts.dropLast().allSatisfy { $0.utf8.count >= 2 && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
    }

    /// ` (did you mean eu-west-1?)`, or nothing where no name is near.
    package static func hint(for name: String, among known: [String] = wellKnown) -> String {
        nearest(to: name, among: known).map { " (did you mean \($0)?)" } ?? ""
    }

    /// The name that takes the fewest changes, three at most; the first by bytes of those.
    package static func nearest(to name: String, among known: [String]) -> String? {
        let wanted = Array(name.lowercased().utf8.prefix(40))
        return known.map { (name: $0, distance: distance(wanted, Array($0.utf8))) }
            .filter { $0.distance <= 3 && $0.distance < wanted.count }
            .min {
                $0.distance != $1.distance
                    ? $0.distance < $1.distance : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
            }?.name
    }

    /// Letters put in, left out, changed, or changed places with the next.
    /// Source: the restricted edit distance of Damerau and Levenshtein.
    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = Swift.min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = Swift.min(cost, before[j - 1] + 1) }
                row.append(cost)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }
}
