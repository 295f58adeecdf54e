/// Reads one document as it comes, never as a tree: the records of one set one by one, and the envelope.
///
/// In `<DescribeVpcsResponse><requestId>…</requestId><vpcSet><item>…`, read with the set `vpcSet`, each
/// `item` is a record; the envelope is the root without the records. Names are compared without prefix.
/// Refused: any DOCTYPE and entity but the predefined ones, every encoding but UTF-8 and US-ASCII, text beside
/// elements, and what is beyond `XMLLimits`. Nothing is loaded from elsewhere. Any number of documents may be read at once.
package enum XMLReader {
    /// Reads a document that comes in pieces: `next` gives one after the other, then nil.
    ///
    /// Throws an `XMLReadingError`, or unchanged what `next` or the receiver of a record throws.
    package static func read(
        roots: [String], recordsIn set: String, each: (XMLElement) throws -> Void, from next: () throws -> [UInt8]?
    ) throws -> XMLElement {
        try withoutActuallyEscaping(each) { each in
            try withoutActuallyEscaping(next) { next in
                let reading = try XMLReading(XMLInput(next), roots: roots, set: set, each: each)
                reading.run()
                if let refusal = reading.refusal { throw refusal }
                return try reading.envelope()
            }
        }
    }

    /// Reads a whole document; throws an `XMLReadingError`, or what `each` throws.
    package static func read(
        _ bytes: [UInt8], roots: [String], recordsIn set: String, each: (XMLElement) throws -> Void
    ) throws -> XMLElement {
        var rest: [UInt8]? = bytes
        return try read(roots: roots, recordsIn: set, each: each) {
            defer { rest = nil }
            return rest
        }
    }

    /// Reads a whole document without records.
    package static func read(_ bytes: [UInt8], roots: [String]) throws(XMLReadingError) -> XMLElement {
        var rest: [UInt8]? = bytes
        let input = XMLInput {
            defer { rest = nil }
            return rest
        }
        let reading = try XMLReading(input, roots: roots, set: nil) { _ in }
        reading.run()
        return try reading.envelope()
    }
}
