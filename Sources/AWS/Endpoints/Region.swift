import Evidence

/// The name of a region, checked: it becomes part of host names and of paths in the package.
package struct Region: Sendable, Hashable, CustomStringConvertible {
    package let name: String

    /// - Parameter setting: where the name comes from, for the error's sentence.
    package init(_ name: String, from setting: String = "the region") throws(SettingError) {
        let isName =
            (3...32).contains(name.utf8.count) && name.utf8.first != UInt8(ascii: "-")
            && name.utf8.last != UInt8(ascii: "-") && name.utf8.allSatisfy(Self.isAllowed)
        guard isName else {
            throw SettingError(
                setting,
                "is not the name of a region: “\(Self.quoted(name))” is not 3 to 32 small letters, digits and "
                    + "hyphens, as in eu-west-1")
        }
        self.name = name
    }

    package var description: String { name }

    /// Where an account is asked who it is and which regions it has: AWS_REGION, else AWS_DEFAULT_REGION, else
    /// `region` of the profile, else us-east-1. Of a whole partition, `aws-global`, it is the one that speaks for it.
    package static func home(_ settings: AWSSettings) throws(SettingError) -> Region {
        guard let region = try configured(settings) else { return try Region(Partition.aws.globalRegion) }
        let partition = Partition.of(region: region.name)
        return region.name == partition.pseudoRegion ? try Region(partition.globalRegion) : region
    }

    /// What the settings say; nil where they name none. An availability zone is no region, and neither is what no host
    /// name of AWS could hold.
    static func configured(_ settings: AWSSettings) throws(SettingError) -> Region? {
        guard let setting = settings.setting(["AWS_REGION", "AWS_DEFAULT_REGION"], "region") else { return nil }
        let region = try Region(setting.value, from: setting.origin)
        guard RegionNames.isShaped(region.name) || region.name.hasSuffix("-global") else {
            throw SettingError(
                setting.origin,
                "is not the name of a region such as eu-west-1: “\(quoted(region.name))”"
                    + RegionNames.hint(for: region.name))
        }
        return region
    }

    /// The beginning alone: who swapped two variables gave a key instead, which has 40 characters.
    private static func quoted(_ name: String) -> String {
        let scalars = name.visible().unicodeScalars
        return scalars.count > 16 ? "\(String(scalars.prefix(16)))…" : String(scalars)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
