/// Somebody's word that VPCs may fail until a day. It holds all that an exception must tell, or does not exist.
package struct ExceptionEntry: Sendable, Hashable {
    package let selector: VPCSelector
    /// Who answers for it.
    package let owner: String
    package let approver: String
    package let reason: String
    /// Where it is tracked.
    package let ticket: String
    package let approvedOn: Day
    /// The last day on which it holds.
    package let expiresOn: Day
    /// What is done instead.
    package let compensatingControl: String?

    /// What an entry is written with.
    package enum Field: String, CodingKey, Sendable, Hashable, CaseIterable {
        case vpc, account, region, tag
        case owner, approver, reason, ticket, approvedOn, expiresOn, compensatingControl

        /// As `exhibit.yml` has it.
        package var name: String {
            switch self {
            case .approvedOn: "approved-on"
            case .expiresOn: "expires-on"
            case .compensatingControl: "compensating-control"
            default: rawValue
            }
        }
    }

    /// Something that is wrong with an entry.
    package struct Mistake: Error, Sendable, Hashable {
        /// Nil: the entry as a whole.
        package let field: Field?
        /// Ends a sentence that begins with the place: `owner is missing`.
        package let text: String
    }

    /// All that is wrong with it.
    package struct Unusable: Error, Sendable {
        package let mistakes: [Mistake]
    }

    /// - Parameter written: what was written for each field.
    package init(_ written: [Field: String]) throws(Unusable) {
        var reading = ExceptionReading(written)
        let selector = reading.selector()
        let owner = reading.text(.owner)
        let approver = reading.text(.approver)
        let reason = reading.text(.reason)
        let ticket = reading.text(.ticket)
        let days = reading.days()
        compensatingControl = reading.optionalText(.compensatingControl)
        guard reading.mistakes.isEmpty, let selector, let owner, let approver, let reason, let ticket, let days else {
            throw Unusable(mistakes: reading.mistakes)
        }
        self.selector = selector
        self.owner = owner
        self.approver = approver
        self.reason = reason
        self.ticket = ticket
        approvedOn = days.approved
        expiresOn = days.expires
    }

    /// What it is written with again: the same entry is the same texts.
    package var texts: [(field: Field, text: String)] {
        let all: [(Field, String?)] = [
            (.vpc, selector.vpc?.description), (.account, selector.account?.description),
            (.region, selector.region?.description), (.tag, selector.tag?.description), (.owner, owner),
            (.approver, approver), (.reason, reason), (.ticket, ticket), (.approvedOn, approvedOn.description),
            (.expiresOn, expiresOn.description), (.compensatingControl, compensatingControl),
        ]
        return all.compactMap { field, text in text.map { (field, $0) } }
    }

    /// Whether it may accept fails on that day.
    package func isValid(on day: Day) -> Bool { approvedOn <= day && day <= expiresOn }
}

extension ExceptionEntry: Codable {
    /// What could not have been written is refused.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        var written: [Field: String] = [:]
        for field in Field.allCases { written[field] = try fields.decodeIfPresent(String.self, forKey: field) }
        do {
            try self.init(written)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath + (error.mistakes.first?.field.map { [$0] } ?? []),
                    debugDescription: "no entry that can be used"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        for (field, text) in texts { try fields.encode(text, forKey: field) }
    }
}
