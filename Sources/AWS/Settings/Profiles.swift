/// The sections of the shared config and credentials files, as one.
/// Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".
package struct Profiles: Sendable, Discreet {
    package typealias Sections = [String: Section]

    /// `[profile x]` and, in the credentials file, `[x]`.
    package var profiles: Sections
    /// `[sso-session x]`
    package var ssoSessions: Sections
    /// `[services x]`
    package var services: Sections
    /// The files that were looked at, whether they are there or not.
    package var files: [String]
    /// Headings that name no section.
    var unusable: [Unusable] = []

    /// A heading that the AWS CLI skips.
    struct Unusable: Sendable, Discreet {
        /// Without the word before it and without quotation marks.
        var name: String
        /// It begins as that of a profile does.
        var isProfile: Bool
        var line: Int
        var file: String

        var description: String { "line \(line) of \(file)" }
    }

    package init(
        profiles: Sections = [:], ssoSessions: Sections = [:], services: Sections = [:], files: [String] = []
    ) {
        self.profiles = profiles
        self.ssoSessions = ssoSessions
        self.services = services
        self.files = files
    }

    package var description: String { "\(profiles.count) profiles" }

    /// One section: its properties by their names in small letters.
    package struct Section: Sendable, Discreet {
        package var name: String
        package var properties: [String: Property]

        package init(name: String, properties: [String: Property]) {
            self.name = name
            self.properties = properties
        }

        /// The value of a property that is there and not empty.
        package subscript(key: String) -> String? {
            guard let value = properties[key]?.value, !value.isEmpty else { return nil }
            return value
        }

        package var description: String { "section \(name)" }
    }

    package struct Property: Sendable, Discreet {
        package var value: String
        /// What is indented below it: `ec2 =`, then `  endpoint_url = …`.
        package var nested: [String: String]
        /// The file it stands in, as the user named it.
        package var file: String

        package init(_ value: String, nested: [String: String] = [:], file: String) {
            self.value = value
            self.nested = nested
            self.file = file
        }

        package var description: String { "a property in \(file)" }
    }
}
