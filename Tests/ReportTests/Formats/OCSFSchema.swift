import Foundation
import Support

/// OCSF's own description of a class, with all objects and types it uses, and what of an event breaks it.
struct OCSFSchema {
    private let event: Read
    private let objects: Read
    private let types: Read

    init(_ path: String) throws {
        let schema = Read(try JSONSerialization.jsonObject(with: Data(SharedData.bytes(path))))
        event = schema["class"]
        objects = schema["objects"]
        types = schema["types"]
    }

    func complaints(about value: Read) -> [String] { complaints(about: value, event, "", in: value) }

    private func complaints(about value: Read, _ rule: Read, _ path: String, in event: Read) -> [String] {
        var complaints: [String] = []
        let profiles = event["metadata"]["profiles"].list.compactMap(\.text)
        for name in value.keys {
            let attribute = rule["attributes"][name]
            guard attribute.value != nil else {
                complaints.append("\(path)/\(name) is not known")
                continue
            }
            if let profile = attribute["profile"].text, !profiles.contains(profile) {
                complaints.append("\(path)/\(name) is of the profile \(profile)")
            }
            if attribute["deprecated"].value as? Bool == true { complaints.append("\(path)/\(name) is deprecated") }
            let isList = attribute["is_array"].value as? Bool == true
            if isList != (value[name].value is [Any]) { complaints.append("\(path)/\(name): list or not") }
            for element in isList ? value[name].list : [value[name]] {
                complaints += self.complaints(of: element, attribute, "\(path)/\(name)", in: event)
            }
            // A caption stands beside its number.
            if name.hasSuffix("_id"), let number = value[name].number, number != 99 {
                let caption = value[name == "activity_id" ? "activity_name" : String(name.dropLast(3))].text
                if caption != attribute["enum"][String(number)].text {
                    complaints.append("\(path)/\(name): \(caption ?? "")")
                }
            }
        }
        for name in rule["attributes"].keys {
            let attribute = rule["attributes"][name]
            let isAsked = attribute["profile"].text.map(profiles.contains) ?? true
            if isAsked, attribute["requirement"].text == "required", value[name].value == nil {
                complaints.append("\(path)/\(name) is missing")
            }
        }
        let alternatives = rule["constraints"]["at_least_one"].list.compactMap(\.text)
        if !alternatives.isEmpty, alternatives.allSatisfy({ value[$0].value == nil }) {
            complaints.append("\(path) has none of \(alternatives)")
        }
        return complaints
    }

    private func complaints(of value: Read, _ attribute: Read, _ path: String, in event: Read) -> [String] {
        guard let type = attribute["type"].text else { return ["\(path) has no type"] }
        if type == "object" || type == "json_t" { return [] }
        if objects[type].value != nil { return complaints(about: value, objects[type], path, in: event) }
        if let allowed = attribute["enum"].value as? [String: Any], let number = value.number {
            return allowed[String(number)] == nil ? ["\(path) cannot be \(number)"] : []
        }
        switch types[type]["type"].text ?? type {
        case "integer_t", "long_t": return value.number == nil ? ["\(path) is no integer"] : []
        case "boolean_t": return value.value is Bool ? [] : ["\(path) is no boolean"]
        default:
            guard let text = value.text else { return ["\(path) is no text"] }
            if let pattern = types[type]["regex"].text, text.range(of: pattern, options: .regularExpression) == nil {
                return ["\(path) is no \(type)"]
            }
            return []
        }
    }
}
