import Evidence
import Foundation
import Report
import Testing

@Suite struct HTMLTests {
    /// The browser runs only what hashes to what the policy names: the hashes are taken from the finished page.
    @Test func securityPolicyNamesTheStyleSheetAndTheScriptOfThePage() throws {
        let page = try html(Estate.whole)
        let policy = try #require(page.between("Content-Security-Policy\" content=\"", "\""))
        let style = try #require(page.between("<style>", "</style>"))
        let script = try #require(page.between("<script>", "</script>"))
        #expect(policy.hasPrefix("default-src 'none';"))
        #expect(policy.contains("style-src 'sha256-\(base64SHA256(style))'"))
        #expect(policy.contains("script-src 'sha256-\(base64SHA256(script))'"))
        #expect(!policy.contains("unsafe"))
    }

    @Test(arguments: [Estate.whole, SampleDossier.everything])
    func nothingOfAWSBecomesAnElementOrAnAttribute(_ dossier: Dossier) throws {
        let page = try html(dossier)
        let body = try #require(page.between("<main", "</main>"))
        expect(body, lacks: "<script")
        #expect(!page.unicodeScalars.contains { $0.isActing && $0 != "\n" })
        for tag in Tag.all(in: body) {
            #expect(Tag.known.contains(tag.name), "<\(tag.name)>")
            for attribute in tag.attributes {
                #expect(Tag.knownAttributes.contains(attribute), "\(attribute) of <\(tag.name)>")
            }
        }
    }

    @Test func everyVPCGapAndExchangeIsThere() throws {
        let page = try html(Estate.whole)
        let rows = try #require(page.between("<table id=\"vpcs\"", "</table>"))
        #expect(rows.components(separatedBy: "<tr id=").count - 1 == Estate.whole.assessments.count)
        for vpc in Estate.whole.assessments { expect(rows, has: "<code>\(vpc.vpcId)</code>") }
        for exchange in Estate.whole.exchanges { expect(page, has: "<tr id=\"x\(exchange.number)\">") }
        expect(page, has: "an explicit deny in a service control policy")
        expect(page, has: Estate.whole.digest)
    }

    /// The same VPC, seen by its owner and by a participant, is two rows.
    @Test func anchorsAreUnique() throws {
        let page = try html(Estate.whole)
        let ids = page.components(separatedBy: " id=\"").dropFirst().compactMap { $0.split(separator: "\"").first }
        #expect(ids.contains("vpc-0a1c5e9f20b7d3a41"))
        #expect(Set(ids).count == ids.count)
    }

    @Test func onlyCISIsCalledTheStatusOfTheBenchmark() throws {
        let page = try html(Estate.whole)
        expect(page, has: "CIS 3.7 as written, in 6 of 7 enabled regions: fail (")
        expect(page, has: "v3.0.0: CIS 3.7 as written, in 6 of 7 enabled regions:</p>\n<p class=\"mark fail\">fail</p>")
    }

    @Test func aLongListOfFailsGoesOnInThePopulation() throws {
        let page = try html(Estate.large(1_800))
        expect(page, has: "100 other VPCs fail. Their reasons")
        #expect(page.components(separatedBy: "<article>").count - 1 == 500)
        #expect(page.components(separatedBy: "<tr id=\"vpc-").count - 1 == 1_800)
    }

    /// What is not a plain pass stays, row by row; the others are summed up, and the page says so at its top.
    @Test func aLargeEstateSumsUpItsPlainPasses() throws {
        let dossier = Estate.large(6_000, accounts: 2)
        let page = try html(dossier)
        let rows = try #require(page.between("<table id=\"vpcs\"", "</table>"))
        #expect(rows.components(separatedBy: "<tr id=").count - 1 == 2_000)
        let head = try #require(page.between("<header>", "</header>"))
        expect(head, has: "lists each of the 2,000 VPCs that is not a plain pass. The other 4,000 pass")
        let sums = try #require(page.between("id=\"c-passes\"", "</table>"))
        for account in ["100000000000", "100000000001"] {
            expect(
                sums,
                has: "<td><code>\(account)</code></td><td><code>eu-central-1</code></td><td class=\"n\">2,000</td>")
        }
        for vpc in dossier.assessments where vpc.verdict == .fail { expect(rows, has: "<code>\(vpc.vpcId)</code>") }
    }

    @Test func aBarIsAsWideAsItsSegmentsTogether() throws {
        let start = "<svg class=\"bar\" width=\"100%\" height=\"18\" aria-hidden=\"true\">"
        let bar = try #require(try html(Estate.whole).between(start, "</svg>"))
        #expect(
            bar == """
                <rect class="b-fail" x="0.00%" width="35.71%" height="18" fill="url(#h-fail)"/>\
                <rect class="b-not-assessed" x="35.71%" width="14.28%" height="18" fill="url(#h-not-assessed)"/>\
                <rect class="b-pass" x="49.99%" width="28.57%" height="18" fill="url(#h-pass)"/>\
                <rect class="b-not-applicable" x="78.56%" width="21.42%" height="18" fill="url(#h-not-applicable)"/>
                """)
    }

    /// One among thousands is still seen.
    @Test func noSegmentIsTooThinToBeSeen() throws {
        let page = try html(
            Estate.dossier(
                (0..<2_000).map { index in
                    index == 0 ? SampleVPC.withoutFlowLog("vpc-1") : SampleVPC.working("vpc-2\(index)")
                }))
        expect(page, has: "<rect class=\"b-fail\" x=\"0.00%\" width=\"0.99%\"")
    }

    @Test func aLargeEstateIsDrawnByAccount() throws {
        let page = try html(Estate.large(120, accounts: 60))
        expect(
            page,
            has:
                "Verdicts by account. The length of a bar is the number of VPCs. These accounts have the most fails; 20 accounts"
        )
    }

    @Test func sumsThatDifferAreTold() throws {
        var dossier = Estate.whole
        expect(try html(dossier), has: "the number listed is the sum of the verdicts.")
        dossier.scope.regions[1].vpcs = 7
        expect(try html(dossier), has: "<b>sums differ</b>")
        expect(try html(dossier), lacks: "is the sum of the verdicts.")
    }

    @Test func emptyEstateStillSaysWhatWasAsked() throws {
        let page = try html(Estate.dossier([], emptyRegions: ["eu-north-1"]))
        expect(page, has: "There is no VPC in 2 accounts and 1 region")
        expect(page, has: "read, and empty")
        expect(page, has: "Every call that the conclusion needs was answered to the last page.")
    }

    @Test func linksLeadOnlyToTheWebTheTextAndThePackage() throws {
        var dossier = Estate.whole
        dossier.control.helpURL = "javascript:alert(1)"
        dossier.exchanges[0].body?.file = "data/../../etc/passwd"
        dossier.exchanges[1].body?.file = "javascript:alert(1)"
        let page = try html(dossier)
        let targets = page.components(separatedBy: "href=\"").dropFirst().compactMap { $0.split(separator: "\"").first }
        #expect(targets.count > 50)
        for target in targets {
            #expect(
                ["#", "https://", "data/1", "data/4", "findings.json"].contains { target.hasPrefix($0) }, "\(target)")
            #expect(!target.contains(".."))
        }
    }

    private func html(_ dossier: Dossier) throws -> String {
        let output = MemoryOutput()
        try ReportFormat.html.render(dossier, output)
        try keep(output.bytes, as: "report.html", of: dossier)
        return output.text
    }

    private func base64SHA256(_ text: String) -> String {
        let hex = Array(sha256Hex(Array(text.utf8)))
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(hex[$0...$0 + 1]), radix: 16) }
        return Data(bytes).base64EncodedString()
    }

    /// A tag as a browser would see it.
    private struct Tag {
        static let known: Set<String> = [
            "a", "article", "b", "br", "caption", "code", "dd", "details", "div", "dl", "dt", "footer", "form", "h1",
            "h2",
            "h3", "header", "hr", "input", "label", "li", "nav", "ol", "option", "output", "p", "pre", "rect",
            "section",
            "select", "span", "summary", "svg", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
        ]
        static let knownAttributes: Set<String> = [
            "aria-hidden", "aria-label", "aria-labelledby", "aria-live", "autocomplete", "class", "colspan", "fill",
            "height",
            "hidden",
            "href", "id", "name", "role", "scope", "tabindex", "type", "value", "width", "x",
        ]

        var name: String
        var attributes: [String]

        static func all(in page: String) -> [Tag] {
            let pattern = #/<([a-zA-Z][^\s>/]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/#
            return page.matches(of: pattern.matchingSemantics(.unicodeScalar)).map { match in
                let attribute = #/([^\s"'=<>/]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]*))?/#
                return Tag(
                    name: String(match.1),
                    attributes: match.2.matches(of: attribute.matchingSemantics(.unicodeScalar)).map { String($0.1) })
            }
        }
    }
}
