import Evidence

/// How grave a control takes what fails it.
enum Gravity: String {
    case low, medium, high, critical

    init(of control: ControlDescription) throws(ReportFailure) {
        guard let gravity = Gravity(rawValue: control.severity) else {
            throw .unknownSeverity(control.severity, control: control.checkId)
        }
        self = gravity
    }
}

extension ControlDescription {
    /// `CIS AWS Foundations Benchmark 3.0.0 3.7`: the one that is checked first, then what the mappings call core.
    var requirements: [String] {
        let own = "\(benchmark.name) \(benchmark.version) \(benchmark.id)"
        let mapped = mappings.flatMap { mapping in
            mapping.core.map { "\(mapping.framework) \(mapping.version) \($0)" }
        }
        return [own] + mapped.filter { $0 != own }
    }
}
