import Evidence

extension Exception {
    /// Who accepts a fail, why, and until when.
    var page: Page {
        .object { name in
            switch name {
            case "number": .number(number)
            case "owner": .text(owner)
            case "approver": .text(approver)
            case "reason": .text(reason)
            case "ticket": .text(ticket)
            case "approvedOn": .text(approvedOn)
            case "expiresOn": .text(expiresOn)
            case "compensatingControl": .maybe(compensatingControl)
            default: nil
            }
        }
    }
}

extension ExceptionOutcome {
    /// An entry of the list of exceptions, and what became of it.
    var page: Page {
        .object { name in
            switch name {
            case "number": .number(number)
            case "names": .text(entry.selector.words)
            case "state": .own(state.rawValue)
            case "stateWord": .own(state.words)
            case "needsAttention": .flag(state.needsAttention)
            case "remark": .own(remark)
            case "selects": .number(selects)
            case "accepts": .number(accepts)
            case "owner": .text(entry.owner)
            case "approver": .text(entry.approver)
            case "reason": .text(entry.reason)
            case "ticket": .text(entry.ticket)
            case "approvedOn": .own(entry.approvedOn.description)
            case "expiresOn": .own(entry.expiresOn.description)
            case "compensatingControl": .maybe(entry.compensatingControl)
            default: nil
            }
        }
    }
}

extension [ExceptionOutcome] {
    /// `4 exceptions: 2 applied, 1 expired, 1 unmatched.` Empty where there is none.
    var sentence: String {
        guard !isEmpty else { return "" }
        let states = ExceptionOutcome.State.allCases.compactMap { state in
            let number = count { $0.state == state }
            return number == 0 ? nil : "\(number.grouped) \(state.words)"
        }
        return "\(count.of("exception")): \(states.joined(separator: ", "))."
    }
}
