import AWS
import Evidence
import XML

@testable import Scan

extension FuzzTarget {
    /// Read at once and in pieces, a document is the same or refused both times.
    static let xml = FuzzTarget("xml") { bytes in
        func isRead(inPiecesOf size: Int) -> (isRead: Bool, records: Int) {
            var records = 0
            do {
                var pieces = stride(from: 0, to: bytes.count, by: size).makeIterator()
                _ = try XMLReader.read(
                    roots: ["DescribeVpcsResponse", "r"], recordsIn: "vpcSet", each: { _ in records += 1 },
                    from: { pieces.next().map { Array(bytes[$0..<min($0 + size, bytes.count)]) } })
                return (true, records)
            } catch {
                return (false, records)
            }
        }
        let whole = isRead(inPiecesOf: max(1, bytes.count))
        let pieces = isRead(inPiecesOf: 7)
        expect(whole.isRead == pieces.isRead, "pieces are read as the whole is")
        expect(!whole.isRead || whole.records == pieces.records, "pieces have the records of the whole")
    }

    static let records = FuzzTarget("records") { bytes in
        func page<Record>(_ listing: Listing<Record>) { refusing(listing) { _ = try $0.page(from: bytes) } }
        page(.vpcs)
        page(.subnets)
        page(.networkInterfaces)
        page(.regions)
        refusing(bytes) {
            for log in try Listing.flowLogs.page(from: $0).records {
                _ = log.address(in: "eu-west-1", of: "111122223333")
                let folder = LogFolder(of: log, in: "eu-west-1", of: "111122223333")
                let now = Timestamp(milliseconds: 1_795_424_645_678)
                _ = folder.partitions(from: now.adding(seconds: -86_400), to: now)
            }
        }
        _ = try CallerIdentity(XMLReader.read(bytes, roots: ["GetCallerIdentityResponse"]))
    }

    static let errors = FuzzTarget("errors") { bytes in
        let answer = ErrorAnswer(status: 400, body: bytes, from: .ec2)
        expect(answer.message.unicodeScalars.count <= 2_001 || !answer.isFromAWS, "messages are cut short")
    }
}
