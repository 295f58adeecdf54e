/// An error in AWS's JSON 1.1 protocol: `{"__type":"com.amazonaws.logs#ResourceNotFoundException","message":"…"}`.
/// Source: botocore's parser of this protocol.
struct JSONError {
    /// Without what stands before `#` and after `:`.
    let code: String
    let message: String

    private struct Members: Decodable {
        let __type: String?
        let message: String?
        let Message: String?
    }

    init(reading body: [UInt8]) throws(ErrorAnswer.Unreadable) {
        let members: Members
        do {
            members = try JSONAnswer.read(body)
        } catch {
            throw .init(description: "the answer is not an error of AWS (\(error))")
        }
        guard let type = members.__type else {
            throw .init(description: "the answer is an error of AWS without a code")
        }
        code = String((type.split(separator: "#").last ?? "").prefix { $0 != ":" })
        message = members.message ?? members.Message ?? ""
    }
}
