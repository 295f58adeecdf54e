import Foundation
import Support

/// Changes after which whoever made them wrote every hash anew.
enum ResealedTampering {
    private static let exchanges = "data/exchanges.jsonl"

    /// Caught because the record no longer follows from itself.
    static let record = answers + lines + runs

    private static let answers = [
        Tampering("two bodies swapped", says: "Record: DOES NOT HOLD") { package in
            let (a, b) = (
                try package.body(of: "DescribeVpcs", in: "eu-west-1"),
                try package.body(of: "DescribeVpcs", in: "us-east-1")
            )
            let (inA, inB) = (try package.text(a), try package.text(b))
            try package.replaceBody(a) { _ in inB }
            try package.replaceBody(b) { _ in inA }
        },
        Tampering("a body is no answer any more", says: "nothing in this run asks for it") {
            try $0.replaceBody($0.body(of: "DescribeVpcs", in: "eu-west-1")) { _ in "<html/>" }
        },
        Tampering("a body is a bomb", says: "nothing in this run asks for it") {
            try $0.replaceBody($0.body(of: "DescribeVpcs", in: "eu-west-1")) { _ in
                let levels = (1...9).map { level in
                    "<!ENTITY e\(level) \"" + String(repeating: "&e\(level - 1);", count: 10) + "\">"
                }
                return "<!DOCTYPE x [<!ENTITY e0 \"ha\">\(levels.joined())]>"
                    + "<DescribeVpcsResponse>&e9;</DescribeVpcsResponse>"
            }
        },
        Tampering("a body reads a file", says: "nothing in this run asks for it") {
            try $0.replaceBody($0.body(of: "DescribeVpcs", in: "eu-west-1")) {
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + $0
            }
        },
        Tampering("another account answers", says: "Record: DOES NOT HOLD") {
            try $0.replaceBody($0.body(of: "GetCallerIdentity", in: "us-east-1")) {
                $0.replacingOccurrences(of: "111122223333", with: "999988887777")
            }
        },
        Tampering("a region less", says: "Record: DOES NOT HOLD") {
            try $0.replaceBody($0.body(of: "DescribeRegions", in: "us-east-1")) {
                $0.replacingOccurrences(of: "eu-west-1", with: "eu-west-9")
            }
        },
    ]

    private static let lines = [
        Tampering("an exchange less", says: "is not on record") { package in
            try package.editLines(exchanges) { lines in
                let line = lines.removeLast()
                if let file = line.firstMatch(of: /"file":"([^"]+)"/) { try package.remove(String(file.1)) }
            }
        },
        Tampering("an exchange less, and its body left", says: "Record: DOES NOT HOLD") {
            try $0.editLines(exchanges) { $0.removeLast() }
        },
        Tampering("an exchange more", says: "nothing in this run asks for it") {
            try $0.editLines(exchanges) { lines in
                guard var line = lines.last(where: { $0.contains("\"refused\"") }) ?? lines.last else { return }
                line.replace(/"number":\d+/, with: "\"number\":\(lines.count + 1)")
                line.replace(/"parameters":\{/, with: "\"parameters\":{\"DryRun\":\"false\",")
                line.replace(/,"body":\{[^}]*\}/, with: "")
                lines.append(line)
            }
        },
        Tampering("lines in another order", says: "exchanges.jsonl line 1: the exchange has number 2 instead of 1") {
            try $0.editLines(exchanges) { $0.swapAt(0, 1) }
        },
        Tampering("a line without end", says: "has a line of more than 1048576 bytes") {
            try $0.write($0.text(exchanges) + String(repeating: " ", count: 2 << 20) + "\n", to: exchanges)
        },
        Tampering("a request id", says: "does not follow from its answer") {
            try $0.editLines(exchanges) { lines in
                lines[1].replace(/"requestId":"[0-9a-f]{8}/, with: "\"requestId\":\"00000000", maxReplacements: 1)
            }
        },
        Tampering("a refusal's code", says: "does not follow from its answer") {
            try $0.edit(exchanges, "{\"code\":\"UnauthorizedOperation\"", "{\"code\":\"Throttling\"")
        },
        Tampering("a refusal's message", says: "does not follow from its answer") {
            try $0.edit(exchanges, "\"message\":\"", "\"message\":\"Not ")
        },
        Tampering("a refusal that is an answer", says: "does not follow from its answer") {
            try $0.edit(exchanges, "\"outcome\":\"refused\"", "\"outcome\":\"answered\"")
        },
        Tampering("what was asked", says: "is not on record") {
            try $0.edit(exchanges, "\"MaxResults\":\"1000\"", "\"MaxResults\":\"5\"")
        },
        Tampering("a field that nobody knows", says: "line 1: “reviewed” is nothing that Exhibit writes there") {
            try $0.edit(exchanges, "\"page\":1", "\"page\":1,\"reviewed\":true")
        },
        Tampering("a field twice", says: "line 1: “page” stands there twice") {
            try $0.edit(exchanges, "\"page\":1", "\"page\":1,\"page\":1")
        },
        Tampering("a file more in data", says: "data/inputs/note.txt is in the manifest, but no exchange") {
            try $0.write("approved", to: "data/inputs/note.txt")
        },
    ]

    private static let runs = [
        Tampering("an account more", says: "Record: DOES NOT HOLD") {
            try $0.edit(
                "data/run.json", "\"accounts\": [",
                "\"accounts\": [\n    {\n      \"id\": \"999988887777\",\n      \"homeRegion\": \"us-east-1\"\n    },")
        },
        Tampering("other regions were asked for", says: "there is no region 'xx-nowhere-1'") {
            try $0.edit("data/run.json", "\"regions\": []", "\"regions\": [\n      \"xx-nowhere-1\"\n    ]")
        },
        Tampering("fewer regions were asked for", says: "nothing in this run asks for it") {
            try $0.edit("data/run.json", "\"regions\": []", "\"regions\": [\n      \"us-east-1\"\n    ]")
        },
        Tampering("a field of the run that nobody knows", says: "“reviewedBy” is nothing that Exhibit writes there") {
            try $0.edit("data/run.json", "\"source\":", "\"reviewedBy\": \"a big firm\",\n  \"source\":")
        },
        Tampering("a policy twice", says: "“settings.policy” stands there twice") {
            try $0.edit("data/run.json", "\"policy\": \"effective\"", "\"policy\": \"cis\", \"policy\": \"effective\"")
        },
        Tampering("a null", says: "“derivedFrom” is nothing that Exhibit writes there") {
            try $0.edit("data/run.json", "\"source\":", "\"derivedFrom\": null,\n  \"source\":")
        },
        Tampering("blanks in the run", says: "data/run.json is not as this version writes it") {
            try $0.edit("data/run.json", "\"source\":", "\"source\":  ")
        },
        Tampering("the run a year later", says: "times contradict each other") {
            try $0.moveRun(byYears: 1)
        },
        Tampering("the run ends before it begins", says: "the run ended at 1999") { package in
            let end = try package.text("data/run.json").firstMatch(of: /"finishedAt": "(\d{4})/)?.1 ?? ""
            try package.edit("data/run.json", "\"finishedAt\": \"\(end)", "\"finishedAt\": \"1999")
        },
        Tampering("run and attempts a year later", says: "times contradict each other: AWS answered exchange") {
            try $0.moveRun(byYears: 1)
            try $0.editLines("data/exchanges.jsonl") { lines in
                lines = lines.map { $0.replacing(/"(start|end)":"(\d{4})/) { "\"\($0.1)\":\"\((Int($0.2) ?? 0) + 1)" } }
            }
        },
        Tampering("a run of noise", says: "run.json: not JSON") { try $0.write("{", to: "data/run.json") },
    ]

    /// Caught because verdicts, gaps or counts do not come out the same.
    static let verdicts = [
        Tampering("another policy decides", says: "Verdicts: DOES NOT HOLD") {
            try $0.edit("data/run.json", "\"policy\": \"effective\"", "\"policy\": \"cloud-audit\"")
        },
        Tampering("default VPCs are judged too", says: "Verdicts: DOES NOT HOLD") {
            try $0.edit("data/run.json", "\"includesDefaultVPCs\": false", "\"includesDefaultVPCs\": true")
        },
        Tampering("a flow log delivers after all", says: "findings.json says fail (delivery-failed)") { package in
            let body = try package.body(of: "DescribeFlowLogs", in: "eu-central-1")
            try package.replaceBody(body) { $0.replacingOccurrences(of: ">FAILED<", with: ">SUCCESS<") }
        },
        Tampering("a VPC was never listed", says: "which no answer lists there") {
            try $0.replaceBody($0.body(of: "DescribeVpcs", in: "eu-central-1")) {
                $0.replacingOccurrences(of: "vpc-0d0000000000b001", with: "vpc-0d0000000000b999")
            }
        },
        Tampering("a flipped verdict", says: "says pass (delivery-failed), the answers say fail (delivery-failed)") {
            try $0.edit("findings.json", "\"verdict\": \"fail\"", "\"verdict\": \"pass\"")
        },
        Tampering("a VPC less", says: "findings.json leaves out vpc-") { package in
            try package.editLines("findings.json") { lines in
                guard let start = lines.firstIndex(of: "  \"assessments\": ["),
                    let end = lines[start...].firstIndex(of: "    },")
                else { throw PackageFolder.NotThere("no assessments") }
                lines.removeSubrange(start + 1...end)
            }
        },
        Tampering("a VPC more", says: "which no answer lists there") { package in
            try package.editLines("findings.json") { lines in
                guard let start = lines.firstIndex(of: "  \"assessments\": ["),
                    let end = lines[start...].firstIndex(of: "    },")
                else { throw PackageFolder.NotThere("no assessments") }
                let more = lines[start + 1...end].map {
                    $0.replacing(/vpc-[0-9a-f]+/, with: "vpc-0d00000000000bad")
                }
                lines.insert(contentsOf: more, at: end + 1)
            }
        },
        Tampering("no gaps", says: "findings.json leaves out the gap 111122223333") { package in
            try package.editLines("findings.json") { lines in
                guard let start = lines.firstIndex(of: "  \"gaps\": ["),
                    let end = lines[start...].firstIndex(of: "  ],")
                else { throw PackageFolder.NotThere("no gaps") }
                lines.replaceSubrange(start...end, with: ["  \"gaps\": [],"])
            }
        },
        Tampering("a gap that hides less", says: "findings.json has the gap") {
            try $0.edit("findings.json", "\"hides\": \"vpcs\"", "\"hides\": \"explanation\"")
        },
        Tampering("a count", says: "findings.json says status pass, the answers come to fail") {
            let summary = "\"summary\": {\n    \"status\": "
            try $0.edit("findings.json", summary + "\"fail\"", summary + "\"pass\"")
        },
        Tampering("a region's status", says: "the answers say 111122223333") {
            try $0.edit("findings.json", "\"status\": \"unreadable\"", "\"status\": \"disabled\"")
        },
        Tampering("the digest", says: "has the digest “sha256:") {
            try $0.edit("findings.json", "\"digest\": \"sha256:", "\"digest\": \"sha256:0")
        },
        Tampering("another form", says: "findings.json line 1 is not as Exhibit writes it") { package in
            let text = try package.text("findings.json").split(separator: "\n").joined()
            try package.write(text + "\n", to: "findings.json")
        },
    ]

    /// Caught because the reports do not come out the same.
    static let reports = [
        Tampering("the page", says: "report.html line") { try $0.edit("report.html", "FAIL", "PASS") },
        Tampering("SARIF", says: "report.sarif line") {
            try $0.edit("report.sarif", "\"level\": \"warning\"", "\"level\": \"note\"")
        },
        Tampering("JUnit", says: "report.junit.xml line") { try $0.edit("report.junit.xml", "<failure", "<skipped") },
        Tampering("Markdown", says: "report.md line") { try $0.edit("report.md", "FAIL", "PASS") },
        Tampering("CSV", says: "vpcs.csv line") { try $0.edit("vpcs.csv", ",fail,", ",pass,") },
        Tampering("a name in findings.json", says: "findings.json line") {
            try $0.edit("findings.json", "\"isDefault\": true", "\"isDefault\": false")
        },
        Tampering("a line more in a report", says: "instead of nothing") { package in
            try package.write(package.text("vpcs.csv") + "approved\r\n", to: "vpcs.csv")
        },
        Tampering("a report cut short", says: "says nothing instead of") { package in
            try package.editLines("report.md") { $0.removeLast() }
        },
        Tampering("a report less", says: "report.sarif is missing") { try $0.remove("report.sarif") },
        Tampering("a report more", says: "audit-opinion.txt is in the package, but the run was to write no such file") {
            try $0.write("unqualified", to: "audit-opinion.txt")
        },
        Tampering("a format that there is not", says: "a report format “pdf”") {
            try $0.edit("data/run.json", "\"csv\"", "\"csv\",\n      \"pdf\"")
        },
        Tampering("the time", says: "Reports: DOES NOT HOLD") { package in
            let year = try package.text("data/run.json").firstMatch(of: /"startedAt": "(\d{4})/)?.1 ?? ""
            try package.edit("data/run.json", "\"startedAt\": \"\(year)", "\"startedAt\": \"1999")
        },
        Tampering("the arguments", says: "Reports: DOES NOT HOLD") {
            try $0.edit("data/run.json", "\"arguments\": [\n    \"demo\"", "\"arguments\": [\n    \"scan\"")
        },
        Tampering("the demo made live", says: "Reports: DOES NOT HOLD") {
            try $0.edit("data/run.json", "\"source\": \"demo\"", "\"source\": \"live\"")
        },
        Tampering("the run's id", says: "where this run writes “External-Identifier: ") {
            try $0.edit("data/run.json", "\"id\": \"", "\"id\": \"0")
        },
        Tampering("the time of an attempt", says: "times contradict each other: exchange 1 ") {
            try $0.editLines("data/exchanges.jsonl") { lines in
                lines[0].replace(/"start":"\d{4}/, with: "\"start\":\"1999", maxReplacements: 1)
            }
        },
        Tampering("the number of attempts", says: "DOES NOT HOLD: ") {
            try $0.editLines("data/exchanges.jsonl") { lines in
                guard let attempt = lines[0].firstMatch(of: /"attempts":\[(\{[^}]*\})/)?.1 else { return }
                lines[0].replace("\"attempts\":[", with: "\"attempts\":[\(attempt),", maxReplacements: 1)
            }
        },
        Tampering("who asked, in bag-info.txt", says: "bag-info.txt says “Exhibit-Operator: not ") {
            try $0.edit("bag-info.txt", "Exhibit-Operator: ", "Exhibit-Operator: not ")
        },
        Tampering("a line more in bag-info.txt", says: "“Audit-Opinion: clean”, which this run does not write") {
            try $0.write($0.text("bag-info.txt") + "Audit-Opinion: clean\n", to: "bag-info.txt")
        },
        Tampering("another description before it", says: "bag-info.txt says “External-Description: Every VPC passes.”")
        {
            try $0.write("External-Description: Every VPC passes.\n" + $0.text("bag-info.txt"), to: "bag-info.txt")
        },
        Tampering("lines of bag-info.txt in another order", says: "where this run writes “Bagging-Date: ") {
            try $0.editLines("bag-info.txt") { $0.swapAt(0, 1) }
        },
        Tampering("a line more in bagit.txt", says: "bagit.txt is not what every bag of Exhibit begins with") {
            try $0.write($0.text("bagit.txt") + "Audit-Opinion: PASS\n", to: "bagit.txt")
        },
        Tampering("other attributes for git", says: ".gitattributes is not as Exhibit writes it") {
            try $0.write("* text=auto\n", to: ".gitattributes")
        },
        Tampering("no attributes for git, nor in the manifest", says: ".gitattributes is not listed") {
            try $0.remove(".gitattributes")
        },
    ]
}
