package import AWS
import Evidence
package import XML

/// A call of EC2 that lists records: its name, where the records lie in the answer, and how one is read.
package struct Listing<Record: Sendable>: Sendable {
    /// Why a record cannot be read.
    package typealias Refusal = RecordError

    package let action: String
    /// The element whose `item` children are the records.
    package let set: StaticString
    package let isPaged: Bool
    /// An answer without its set is no list. (A list without one region is refused where it is used.)
    package let needsSet: Bool
    /// Lets what many records of a page have alike be kept once.
    let share: (@Sendable (inout Record, inout SharedText) -> Void)?
    package let read: @Sendable (borrowing XMLElement) throws(Refusal) -> Record

    package init(
        action: String, set: StaticString, isPaged: Bool = true, needsSet: Bool = true,
        read: @escaping @Sendable (borrowing XMLElement) throws(Refusal) -> Record
    ) {
        self.init(action: action, set: set, isPaged: isPaged, needsSet: needsSet, share: nil, read: read)
    }

    init(
        action: String, set: StaticString, isPaged: Bool = true, needsSet: Bool = true,
        share: (@Sendable (inout Record, inout SharedText) -> Void)?,
        read: @escaping @Sendable (borrowing XMLElement) throws(Refusal) -> Record
    ) {
        self.action = action
        self.set = set
        self.isPaged = isPaged
        self.needsSet = needsSet
        self.share = share
        self.read = read
    }

    /// The largest page EC2 gives.
    package static var pageSize: Int { 1000 }

    /// One page of records.
    package struct Page: Sendable {
        package var records: [Record]
        /// The token of the next page; nil on the last.
        package var nextToken: String?
        package var requestId: String?
    }

    /// An answer that also bears an error, or a token that would not be followed, is not the whole list; nor is one
    /// that gives something twice, such as its token.
    private func check(_ answer: XMLElement) throws(RecordError) {
        try answer.check("the answer")
        if answer.has("Errors") || answer.has("Error") { throw RecordError(description: "the answer bears an error") }
        try answer.forEachChild { (child: XMLElement) throws(RecordError) in
            guard child.name.lowercased() == "nexttoken", !child.text.isEmpty else { return }
            if !isPaged || child.name != "nextToken" {
                throw RecordError(
                    description: "the answer goes on after a <\(child.name)>, which \(action) does not know")
            }
        }
    }

    /// Reads an answer whole, or not at all. Throws `XMLReadingError` or `RecordError`.
    package func page(from body: [UInt8], atMost limit: Int = Bounds.standard.answerRecords) throws -> Page {
        var records: [Record] = []
        var texts = SharedText()
        let answer = try XMLReader.read(body, roots: ["\(action)Response"], recordsIn: "\(set)") { item in
            guard records.count < limit else {
                throw RecordError(
                    description: "it lists more than \(limit) records, and no more than 1,000 were asked for")
            }
            var record = try read(item)
            share?(&record, &texts)
            records.append(record)
        }
        try check(answer)
        guard !needsSet || answer.has(set) else { throw RecordError.missingSet(set) }
        return Page(
            records: records, nextToken: answer.optional("nextToken"), requestId: answer.requestId("requestId"))
    }
}
