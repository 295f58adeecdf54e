package import AWS
package import XML

/// A region of an account, as EC2's DescribeRegions tells it.
/// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Region.html
package struct AvailableRegion: Sendable, Hashable {
    package let name: String
    /// `opt-in-not-required`, `opted-in` or `not-opted-in`; nil in very old answers.
    package let optInStatus: String?

    package init(_ item: borrowing XMLElement) throws(RecordError) {
        try item.check("a region")
        name = try item.required("regionName", of: "a region")
        do {
            _ = try Region(name)
        } catch {
            throw .malformed("regionName", of: "a region", "small letters, digits and hyphens")
        }
        optInStatus = item.optional("optInStatus")
    }

    /// One that AWS did not list and that is read because the user named it.
    package init(named name: String) {
        self.name = name
        optInStatus = nil
    }

    /// Anything else than a plain no is asked: what is off refuses.
    package var isEnabled: Bool { optInStatus != "not-opted-in" }
}

extension Listing where Record == AvailableRegion {
    /// DescribeRegions knows no pages.
    package static let regions = Listing(
        action: "DescribeRegions", set: "regionInfo", isPaged: false, needsSet: false, read: AvailableRegion.init)
}
