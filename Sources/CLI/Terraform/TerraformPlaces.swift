import Evidence

/// The line of every VPC of several states.
struct TerraformPlaces {
    /// By VPC id. Where several states or blocks declare one, the first counts.
    private(set) var vpcs: [String: SourceMap.Place] = [:]
    private var sentences: [Sentence] = []
    private var said: Set<String> = []

    private struct Sentence {
        let text: String
        /// It holds as long as this VPC is declared nowhere else.
        var undeclared: String?
    }

    /// What has no line, more than one, or could not be understood, a sentence each.
    var remarks: [String] {
        sentences.filter { $0.undeclared.map { vpcs[$0] == nil } ?? true }.map(\.text)
    }

    /// - Parameter name: what tells the state from others; nil where there is no other.
    mutating func add(
        _ state: TerraformState, named name: String?, in configuration: inout TerraformConfiguration
    ) throws(UsageFailure) {
        let named = "Terraform state" + (name.map { " \($0.visible())" } ?? "")
        for vpc in state.vpcs {
            switch try configuration.declaration(of: vpc) {
            case .at(let place): add(vpc.id, at: place)
            case .removed:
                say(
                    "\(vpc.id) is in the \(named), but a removed block takes it out of the configuration.",
                    unless: vpc.id)
            case .missing:
                say("\(vpc.id) is in the \(named), but no block of the configuration declares it.", unless: vpc.id)
            }
        }
        if state.withoutId > 0 { say("VPCs of the \(named) that have no id: \(state.withoutId).") }
        if state.vpcs.isEmpty { say("The \(named) holds no VPC with an id.") }
        for remark in configuration.remarks { say(remark) }
    }

    private mutating func add(_ id: String, at place: SourceMap.Place) {
        guard let first = vpcs[id] else {
            vpcs[id] = place
            return
        }
        guard first != place else { return }
        say("\(id) is declared in \(first.inWords) and in \(place.inWords); its alert lies on the first.")
    }

    private mutating func say(_ text: String, unless declared: String? = nil) {
        if said.insert(text).inserted { sentences.append(Sentence(text: text, undeclared: declared)) }
    }
}

extension SourceMap.Place {
    fileprivate var inWords: String { "\(path.visible()) (line \(line))" }
}
