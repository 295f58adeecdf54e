/// What a policy says of one VPC.
package enum Verdict: String, Codable, Sendable, Hashable, CaseIterable {
    case pass
    case fail
    case notApplicable = "not-applicable"
    /// Something it depends on could not be read: never a pass, never a fail.
    case notAssessed = "not-assessed"
}

/// What a policy says of a whole run.
package enum Status: String, Codable, Sendable, Hashable, CaseIterable {
    case fail
    case incomplete
    case pass
    case notApplicable = "not-applicable"
}

/// Why a verdict is what it is: a stable code for programs, a sentence for people.
package struct Reason: Codable, Sendable, Hashable {
    package var code: ReasonCode
    package var text: String

    package init(_ code: ReasonCode, _ text: String) {
        self.code = code
        self.text = text
    }
}

/// The reasons of check aws-vpc-003. Codes are stable: tools and tickets hold on to them.
package enum ReasonCode: String, Codable, Sendable, Hashable, CaseIterable {
    case flowLogWorking = "flow-log-working"
    case flowLogActive = "flow-log-active"
    case flowLogPresent = "flow-log-present"

    case noFlowLog = "no-flow-log"
    case notActive = "not-active"
    case deliveryFailed = "delivery-failed"
    case rejectsNotRecorded = "rejects-not-recorded"

    /// Of every flow log that counts, the destination does not exist.
    case destinationMissing = "destination-missing"
    case retentionTooShort = "retention-too-short"

    case defaultVPC = "default-vpc"
    case sharedVPC = "shared-vpc"

    case flowLogsUnreadable = "flow-logs-unreadable"
    /// AWS's answer lacks, or does not let us understand, what the verdict hangs on.
    case flowLogUnclear = "flow-log-unclear"
    /// How long records are kept was to be proven, and could not be read.
    case destinationUnreadable = "destination-unreadable"
    /// Answers of AWS contradict each other or themselves about what the verdict hangs on.
    case conflictingAnswers = "conflicting-answers"
}
