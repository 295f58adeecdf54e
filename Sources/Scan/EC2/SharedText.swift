import Evidence

/// Texts that many records of a page have alike, each kept once: an estate of 100,000 flow logs tells the same
/// format, role and destination over and over.
struct SharedText {
    private var known: Set<String> = []

    /// The same text, in the memory of the one that came first.
    mutating func share(_ text: String?) -> String? {
        guard let text, !text.utf8.isEmpty else { return text }
        return known.insert(text).memberAfterInsert
    }
}

extension FlowLog {
    /// Shares what it says with others of its page.
    mutating func share(in texts: inout SharedText) {
        logDestination = texts.share(logDestination)
        logGroupName = texts.share(logGroupName)
        logFormat = texts.share(logFormat)
        deliverLogsPermissionArn = texts.share(deliverLogsPermissionArn)
        deliverCrossAccountRole = texts.share(deliverCrossAccountRole)
        logDestinationType = texts.share(logDestinationType)
        creationTime = texts.share(creationTime)
    }
}
