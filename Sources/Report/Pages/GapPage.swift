import Evidence

extension Gap {
    /// What could not be read.
    var page: Page {
        .object { name in
            switch name {
            case "account": .text(account)
            case "region": .text(region)
            case "action": .text(action)
            case "code": .text(code)
            case "message": .text(message)
            case "requestId": .maybe(requestId)
            case "hides": .own(isOfDestination ? "what destinations tell" : hides.words)
            case "leavesStatusAlone": .flag(hides == .explanation && !isOfDestination)
            case "advice": .text(advice)
            case "citation": citation.page
            default: nil
            }
        }
    }
}

extension Gap.Hides {
    fileprivate var words: String {
        switch self {
        case .vpcs: "VPCs"
        case .flowLogs: "flow logs"
        case .explanation: "an explanation only"
        }
    }
}
