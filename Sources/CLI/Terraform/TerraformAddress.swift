/// The address of a resource or of a module call, as the state and the blocks `moved` and `removed` write it:
/// `module.network["eu.1"].aws_vpc.this[0]`.
/// Source: https://developer.hashicorp.com/terraform/cli/state/resource-addressing
struct TerraformAddress: Hashable {
    /// The calls on the way to it, from the root.
    var modules: [Step] = []
    /// Nil where it is that of a module.
    var resource: Resource?

    struct Step: Hashable {
        var name: String
        var key: Key?
    }

    struct Resource: Hashable {
        var type: String
        var name: String
        var key: Key?
    }

    /// Of an instance that `count` or `for_each` made.
    enum Key: Hashable {
        case number(Int)
        /// As it is written: with escapes in it, it is equal to no other.
        case text(String)
    }

    init(modules: [Step] = [], resource: Resource? = nil) {
        self.modules = modules
        self.resource = resource
    }

    /// Nil where it is no such address. An empty one is that of the root module.
    init?(_ text: String) {
        guard let steps = Self.steps(of: text) else { return nil }
        var rest = steps[...]
        while rest.count > 1, rest.first == Step(name: "module") {
            modules.append(rest[rest.startIndex + 1])
            rest = rest.dropFirst(2)
        }
        guard let type = rest.first else { return }
        guard rest.count == 2, type.key == nil, let name = rest.last else { return nil }
        resource = Resource(type: type.name, name: name.name, key: name.key)
    }

    /// That of its last step.
    var key: Key? {
        get { resource.map(\.key) ?? modules.last?.key }
        set {
            if resource != nil {
                resource?.key = newValue
            } else if !modules.isEmpty {
                modules[modules.count - 1].key = newValue
            }
        }
    }

    var withoutKeys: TerraformAddress {
        TerraformAddress(
            modules: modules.map { Step(name: $0.name) },
            resource: resource.map { Resource(type: $0.type, name: $0.name) })
    }

    /// What is between the dots.
    private static func steps(of text: String) -> [Step]? {
        var steps: [Step] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let name = rest.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "[") }
            guard !name.isEmpty else { return nil }
            rest = rest[name.endIndex...]
            var step = Step(name: String(decoding: name, as: UTF8.self))
            if rest.first == UInt8(ascii: "[") {
                guard let end = endOfKey(rest) else { return nil }
                step.key = Key(String(decoding: rest[(rest.startIndex + 1)..<(end - 1)], as: UTF8.self))
                rest = rest[end...]
            }
            steps.append(step)
            guard let next = rest.first else { break }
            guard next == UInt8(ascii: "."), rest.count > 1 else { return nil }
            rest = rest.dropFirst()
        }
        return steps
    }

    /// What follows the bracket that closes this one, which may have a quoted string in it.
    private static func endOfKey(_ text: ArraySlice<UInt8>) -> Int? {
        var isQuoted = false
        var index = text.startIndex + 1
        while index < text.endIndex {
            switch text[index] {
            case UInt8(ascii: "\\") where isQuoted: index += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "]") where !isQuoted: return index + 1
            default: break
            }
            index += 1
        }
        return nil
    }
}

extension TerraformAddress.Key {
    /// What is between the brackets.
    fileprivate init(_ text: String) {
        if let number = Int(text) {
            self = .number(number)
        } else if text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") {
            self = .text(String(text.dropFirst().dropLast()))
        } else {
            self = .text(text)
        }
    }
}
