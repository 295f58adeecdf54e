import Evidence
import Foundation
import Report
import Support
import Testing

@Suite struct ComparisonTextTests {
    /// The sample has every kind, so that what the formats say of it is all they can say.
    @Test func theSampleHasEveryKind() {
        for kind in VPCChange.Kind.allCases { #expect(ComparedSamples.everything.changes.count(kind) > 0, "\(kind)") }
        for kind in GapChange.Kind.allCases where kind != .closed {
            #expect(ComparedSamples.everything.changes.count(kind) > 0, "\(kind)")
        }
    }

    @Test func theVerdictComesFirstAndScopeBeforeVPCs() throws {
        let text = try ComparisonFormat.text.text(of: ComparedSamples.everything)
        #expect(
            text.hasPrefix(
                "It got worse: 3 VPCs fail that did not before; 1 fail is no longer accepted; "
                    + "3 VPCs could not be assessed; 2 gaps opened; 1 account and 2 regions are no longer read."))
        let places = ["OLD ", "Between them: 1 day 2 hours.", "Accounts (1):", "Regions (4):", "Gaps opened", "Broken"]
            .map { text.range(of: $0)?.lowerBound }
        #expect(!places.contains(nil))
        #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
    }

    @Test func whatIsGoneIsToldApartFromWhatIsNotSeen() throws {
        let text = try ComparisonFormat.text.text(of: ComparedSamples.everything)
        let gone = try #require(text.range(of: "Gone: their region was read in full, without them (2):"))
        #expect(text[gone.upperBound...].contains("vpc-10"))
        let unseen = try #require(text.range(of: "Not seen now because their region could not be read in full (2):"))
        #expect(text[unseen.upperBound...].contains("eu-west-1 vpc-11"))
        #expect(text.contains("New: failing or not assessed (1):"))
    }

    @Test func namesAndRebuildsAreTold() throws {
        for format in [ComparisonFormat.text, .markdown] {
            let text = try format.text(of: ComparedSamples.everything)
            #expect(text.contains("Renamed: nothing else changed (1)"))
            #expect(text.contains("pass, renamed"))
            #expect(text.contains("Renamed: it was called “old "))
            #expect(text.contains("Probably rebuilt as vpc-18, which is new and has the same name and CIDR blocks."))
            #expect(text.contains("Probably rebuilt from vpc-17, which is gone and had the same name and CIDR blocks."))
        }
    }

    @Test func nothingActs() throws {
        let text = try ComparisonFormat.text.text(of: ComparedSamples.everything)
        #expect(!text.unicodeScalars.contains { $0.isActing && $0 != "\n" })
        #expect(text.split(separator: "\n").allSatisfy { !$0.hasPrefix("two") })
    }

    @Test func theFirstTwentyOfEachKind() throws {
        let text = try ComparisonFormat.text.text(of: ComparedSamples.large(broken: 21, fixed: 20))
        #expect(text.contains("Broken: they passed, and fail (21):"))
        #expect(text.contains("  and 1 more; --format json lists all"))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("  111122223333") } == 40)
    }

    @Test func nothingChanged() throws {
        let dossier = SampleDossier.everything
        let text = try ComparisonFormat.text.text(of: Comparison(from: dossier, to: dossier))
        #expect(text.hasPrefix("Nothing changed.\n"))
        #expect(text.contains("Between them: 0 seconds."))
        #expect(text.hasSuffix("\(dossier.assessments.count) VPCs unchanged.\n"))
    }

    @Test func betterIsNotWorse() throws {
        let text = try ComparisonFormat.text.text(of: ComparedSamples.large(broken: 0, fixed: 2))
        #expect(text.hasPrefix("Nothing got worse. 2 VPCs were fixed.\n"))
    }

    @Test(arguments: ComparisonFormat.all.map(\.name)) func theSameBytesTwice(name: String) throws {
        let format = try #require(ComparisonFormat.all.first { $0.name == name })
        let first = try format.bytes(of: ComparedSamples.everything)
        #expect(try format.bytes(of: ComparedSamples.everything) == first)
        #expect(first.last == UInt8(ascii: "\n"))
    }
}
