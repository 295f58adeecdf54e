import Evidence

extension OSCALDocument {
    struct Property: Encodable {
        let name: String
        /// Nil for the names that OSCAL itself defines.
        let ns: String?
        let value: String

        /// One of Exhibit's own. Nil where nothing would be left to print.
        init?(_ name: String, _ value: String?) {
            self.init(name, value, ns: "urn:exhibit:oscal")
        }

        /// One that OSCAL defines.
        init?(standard name: String, _ value: String) {
            self.init(name, value, ns: nil)
        }

        private init?(_ name: String, _ value: String?, ns: String?) {
            guard let value = value?.visible().trimmed, !value.isEmpty else { return nil }
            self.name = name
            self.ns = ns
            self.value = value
        }
    }
}

extension String {
    /// For OSCAL's markup: text that Markdown, HTML and parameters (`{{ insert: … }}`) leave alone.
    /// Source: https://pages.nist.gov/metaschema/specification/datatypes/#markup-data-types
    var forOSCAL: String {
        var escaped = ""
        for scalar in visible().unicodeScalars {
            if #"\`*_{}[]<>&|#~^"$@!"#.unicodeScalars.contains(scalar) { escaped.append("\\") }
            escaped.unicodeScalars.append(scalar)
        }
        return escaped
    }

    /// Without white space at either end.
    fileprivate var trimmed: String {
        let scalars = unicodeScalars.drop(while: \.properties.isWhitespace)
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(scalars[...last])
    }
}

extension ControlDescription {
    /// The core controls of NIST SP 800-53 as its OSCAL catalog spells them: `au-12`, `ac-4.26`. Where none is
    /// mapped, the check stands for itself, because OSCAL wants one.
    var oscalControls: [String] {
        var controls: [String] = []
        for mapping in mappings where mapping.framework.contains("800-53") {
            for id in mapping.core {
                guard let match = id.wholeMatch(of: #/([A-Z]{2}-[0-9]+)(?:\(([0-9]+)\))?(?:\([a-z]\))?/#) else {
                    continue
                }
                let control = match.1.lowercased() + (match.2.map { ".\($0)" } ?? "")
                if !controls.contains(control) { controls.append(control) }
            }
        }
        return controls.isEmpty ? [checkId] : controls
    }
}
