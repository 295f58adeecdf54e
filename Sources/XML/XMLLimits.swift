/// What a document may be before it is refused. EC2's own answers stay far below.
enum XMLLimits {
    /// Elements inside each other.
    static let depth = 64
    /// Bytes of text between two tags.
    static let text = 1 << 20
    /// Attributes of one element: libxml2 compares each with each.
    static let attributes = 256
    /// Bytes kept in memory for one record, and for all that is not in records.
    static let tape = 8 << 20
    /// Bytes that libxml2 may take, beyond what it is given at once, without telling of anything: a tag with its
    /// attributes, a comment, an instruction, a CDATA section.
    static let unread = 256 << 10
    /// Bytes of an XML declaration.
    static let declaration = 1024
}
