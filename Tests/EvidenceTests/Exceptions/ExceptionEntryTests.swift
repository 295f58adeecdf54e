import Evidence
import Foundation
import Support
import Testing

struct ExceptionEntryTests {
    @Test func aGoodEntryIsKeptAsItIs() throws {
        let entry = try ExceptionDraft.entry([
            .vpc: "vpc-0d00*", .account: "111122223333", .region: "eu-*", .tag: "environment=dem?",
            .reason: "  Shut down\n  in December. ", .compensatingControl: "Egress is inspected.",
        ])
        #expect(entry.selector.words == "vpc-0d00*, account 111122223333, region eu-*, tag environment=dem?")
        #expect(entry.reason == "Shut down in December.")
        #expect(try ExceptionEntry(Dictionary(uniqueKeysWithValues: entry.texts)) == entry)
    }

    @Test(arguments: [
        (ExceptionEntry.Field.owner, "", "owner is missing"), (.approver, "", "approver is missing"),
        (.reason, "", "reason is missing"), (.ticket, "", "ticket is missing"),
        (.approvedOn, "", "approved-on is missing"), (.expiresOn, "", "expires-on is missing"),
        (.owner, " - ", "owner says nothing"), (.reason, "\u{200B}…", "reason says nothing"),
        (.ticket, "\u{1B}[2Jx", "ticket holds control characters"),
        (.approver, "a\u{202E}b", "approver holds control characters"),
        (.reason, String(repeating: "x", count: 2_001), "reason is longer than 2000 bytes"),
        (.compensatingControl, "?", "compensating-control says nothing"),
        (.approvedOn, "30.9.2026", "approved-on is no day of the form 2026-12-31"),
        (.expiresOn, "2026-02-29", "expires-on is no day of the form 2026-12-31"),
        (.expiresOn, "2026-09-29", "expires-on is before approved-on"),
        (.vpc, "VPC-1", "vpc is not a VPC id"), (.vpc, "?pc-0*", "vpc is not a VPC id"), (.vpc, "vpc-", "vpc is not a"),
        (.account, "1111222233", "account is not an account id"), (.account, "prod", "account is not an account id"),
        (.region, "eu central", "region is not a region"), (.tag, "environment", "tag is not of the form key=value"),
        (.tag, "=x", "tag is not of the form key=value"), (.tag, "e*=x", "tag has a wildcard in its key"),
    ])
    func mistakesAreToldWithTheirField(_ field: ExceptionEntry.Field, _ text: String, _ says: String) throws {
        let mistakes = Self.mistakes(ExceptionDraft.with([field: text]))
        #expect(mistakes.map(\.field) == [field])
        #expect(mistakes.first?.text.hasPrefix(says) == true, "\(mistakes)")
    }

    @Test func allMistakesAreTold() {
        let fields = Set(Self.mistakes([.account: "x", .tag: "y"]).map(\.field))
        #expect(fields == [.account, .tag, .owner, .approver, .reason, .ticket, .approvedOn, .expiresOn])
    }

    @Test(
        arguments: [
            [:], [.vpc: "*"], [.vpc: "vpc-*"], [.vpc: "vpc-0*"], [.vpc: "vpc-0d0*"], [.vpc: "vpc-?0d0?1"],
            [.vpc: "*", .account: "*", .region: "*"], [.region: "eu-central-1"], [.account: "11112222333?"],
            [.tag: "Name=*"], [.tag: "Name=*ab*"], [.vpc: "vpc-*", .region: "eu-west-1", .tag: "a=*"],
        ] as [[ExceptionEntry.Field: String]])
    func whatIsTooBroadIsRefused(_ changes: [ExceptionEntry.Field: String]) {
        let mistakes = Self.mistakes(ExceptionDraft.with([.vpc: ""].merging(changes) { $1 }))
        #expect(mistakes.count == 1 && mistakes.first?.field == nil)
        #expect(mistakes.first?.text.hasPrefix("it is too broad") == true)
    }

    @Test(
        arguments: [
            [.vpc: "vpc-1"], [.vpc: "vpc-0d00*"], [.vpc: "vpc-*d00f"], [.account: "111122223333"], [.tag: "Name="],
            [.tag: "Name=web*"], [.vpc: "*", .account: "111122223333", .region: "eu-*"],
        ] as [[ExceptionEntry.Field: String]])
    func whatNamesSomethingIsTaken(_ changes: [ExceptionEntry.Field: String]) {
        #expect(Self.mistakes(ExceptionDraft.with([.vpc: ""].merging(changes) { $1 })) == [])
    }

    @Test func itHoldsFromItsFirstDayToItsLast() throws {
        let entry = try ExceptionDraft.entry()
        let days = ["2026-09-29", "2026-09-30", "2026-12-31", "2027-01-01"].compactMap { Day($0) }
        #expect(days.map { entry.isValid(on: $0) } == [false, true, true, false])
    }

    @Test func theSameVPCsTwiceAreRefused() throws {
        let error = #expect(throws: ExceptionList.Duplicates.self) {
            try ExceptionDraft.list(
                [.vpc: "vpc-1", .region: "*"], [.vpc: "vpc-2"], [.vpc: "vpc-1", .ticket: "SEC-43"], [.vpc: "vpc-1"])
        }
        #expect(error?.all.map { [$0.first, $0.second] } == [[0, 2], [0, 3]])
        #expect(try ExceptionDraft.list([.vpc: "vpc-1"], [.vpc: "vpc-1", .region: "eu-*"]).entries.count == 2)
    }

    /// What is read from a package has been through the same sieve as what a user writes.
    @Test func whatCouldNotHaveBeenWrittenIsNotRead() throws {
        var generator = SeededGenerator(seed: 5)
        var taken = 0
        for _ in 0..<2_000 {
            let drafts = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
                ExceptionDraft.random(using: &generator)
            }
            let json = drafts.map { Dictionary(uniqueKeysWithValues: $0.map { ($0.key.rawValue, $0.value) }) }
            let bytes = try JSONEncoder().encode(json)
            let written = Self.list(drafts)
            guard let written else {
                #expect(throws: DecodingError.self) { try JSONDecoder().decode(ExceptionList.self, from: bytes) }
                continue
            }
            #expect(try JSONDecoder().decode(ExceptionList.self, from: bytes) == written)
            taken += 1
            let again = try JSONText.bytes(of: written, .indented)
            #expect(try JSONDecoder().decode(ExceptionList.self, from: Data(again)) == written)
        }
        #expect(taken > 30)
    }

    private static func mistakes(_ written: [ExceptionEntry.Field: String]) -> [ExceptionEntry.Mistake] {
        do {
            _ = try ExceptionEntry(written)
            return []
        } catch {
            return error.mistakes
        }
    }

    private static func list(_ drafts: [[ExceptionEntry.Field: String]]) -> ExceptionList? {
        do { return try ExceptionList(drafts.map { try ExceptionEntry($0) }) } catch { return nil }
    }
}
