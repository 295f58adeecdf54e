import Evidence

extension ControlDescription {
    /// What the control says of itself.
    var page: Page {
        .object { name in
            switch name {
            case "checkId": .own(checkId)
            case "title": .own(title)
            case "severity": .own(severity)
            case "summary": .own(summary)
            case "rationale": .own(rationale)
            case "commonCauses": .list(commonCauses) { .own($0) }
            case "detection": .own(detection)
            case "remediation": .list(remediation) { .own($0) }
            case "limits": .list(limits) { .own($0) }
            case "permissions": .list(permissions) { .own($0) }
            case "helpLink": .link(helpURL)
            case "benchmark": benchmark.page
            case "mappings": .list(mappings) { $0.page }
            default: nil
            }
        }
    }
}

extension ControlDescription.Benchmark {
    fileprivate var page: Page {
        .object { field in
            switch field {
            case "name": .own(name)
            case "version": .own(version)
            case "id": .own(id)
            case "title": .own(title)
            case "level": .own(level)
            case "link": .link(url)
            default: nil
            }
        }
    }
}

extension ControlMapping {
    fileprivate var page: Page {
        .object { name in
            switch name {
            case "framework": .own(framework)
            case "version": .own(version == "-" ? "" : version)
            case "core": .list(core) { .own($0) }
            case "secondary": .list(secondary) { .own($0) }
            case "remark": remark.map(Page.own) ?? .absent
            default: nil
            }
        }
    }
}
