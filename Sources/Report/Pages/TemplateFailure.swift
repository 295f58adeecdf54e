import Evidence

/// Why a template could not become a report.
package struct TemplateFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The template's file name.
    package var template: String
    /// From 1; nil where it is not known.
    package var line: Int?
    /// The name or tag it is about.
    package var name: String
    package var problem: Problem

    package enum Problem: Hashable, Sendable {
        /// A tag that would print a value as it stands, take text from elsewhere, or cannot be understood.
        case refusedTag
        /// The page has no value of this name in this place.
        case unknownName
        /// A list or an object was to be printed as text.
        case notText
        /// Sections that are not closed, or not in order.
        case malformed
        /// A list inside itself: its length would be squared.
        case listInItself
        /// No template has this file name.
        case unknownFile
        /// A style sheet or script that would end its element in the page.
        case endsElement
    }

    package var description: String {
        let place = line.map { "\(template), line \($0)" } ?? template
        return switch problem {
        case .refusedTag: "\(place): the tag \(name.visible()) is not allowed in a template of Exhibit."
        case .unknownName: "\(place): the page has no value named “\(name.visible())” here."
        case .notText: "\(place): “\(name.visible())” is a list or an object and cannot be printed as text."
        case .listInItself: "\(place): the list “\(name.visible())” stands inside itself."
        case .unknownFile: "There is no template “\(name.visible())” that could be overridden."
        case .endsElement: "\(place): \(name.visible()) would end the element that it stands in."
        case .malformed: "\(place): the template cannot be read: \(name.visible())."
        }
    }
}
