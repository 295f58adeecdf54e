import Bag
import Evidence
import Foundation
import Testing

/// Reading a package that somebody else may have written.
@Suite struct EvidencePackageTests {
    let scratch: Scratch
    var path: String { scratch["package"] }

    init() throws {
        scratch = try Scratch()
        try Samples.write(to: .exact(path: scratch["package"], replace: false))
    }

    @Test func whatWasWrittenIsReadBack() throws {
        let package = try EvidencePackage(at: path)
        #expect(package.run == Samples.run)
        #expect(package.exchanges == Samples.exchanges)
        #expect(try package.body(of: package.exchanges[0]) == Samples.vpcs)
        #expect(try package.body(of: package.exchanges[1]) == Samples.flowLogs)
        #expect(try package.body(of: package.exchanges[2]) == Samples.vpcs)
        #expect(throws: PackageError("exchange 4 has no body")) { try package.body(of: package.exchanges[3]) }
    }

    @Test func theUsersOwnLinkIsFollowed() throws {
        try scratch.link("latest", to: "package")
        #expect(try EvidencePackage(at: scratch["latest"]).exchanges.count == 4)
    }

    @Test func whatIsOpenStaysTheSameWhileItIsReplaced() throws {
        let package = try EvidencePackage(at: path)
        try FileManager.default.moveItem(atPath: path, toPath: scratch["moved"])
        try scratch.makeFolder("package/data")
        #expect(try package.body(of: package.exchanges[0]) == Samples.vpcs)
    }

    @Test func whatIsNoPackageIsToldInOneSentence() throws {
        #expect(error(at: scratch["nothing"]) == "there is no folder \(scratch["nothing"])")
        #expect(
            error(at: scratch["package/bagit.txt"])
                == "\(path)/bagit.txt is a file of a package; name its folder, \(path)")
        try scratch.makeFolder("empty")
        #expect(
            error(at: scratch["empty"]) == "\(scratch["empty"]) is not an Exhibit package: data/run.json is missing")
        for file in ["manifest-sha256.txt", "data/exchanges.jsonl"] {
            try scratch.remove("package/\(file)")
            #expect(error() == "\(path) is not an Exhibit package: \(file) is missing")
        }
    }

    @Test(arguments: [
        ("", "not JSON"), ("{", "not JSON"), ("[]", "not a JSON object"), ("\u{0}", "not JSON"),
        ("{}", "“id” is missing"),
    ])
    func garbageInRunJSON(_ text: String, _ message: String) throws {
        try scratch.write(text, to: "package/data/run.json")
        try Samples.relist(path)
        #expect(error() == "\(path)/data/run.json: \(message)")
    }

    @Test(arguments: [
        ("\"effective\"", "\"lenient\"", "“settings.policy” holds what cannot be"),
        ("\"2026-11-23T23:59:59.001Z\"", "\"2026-02-30T23:59:59.001Z\"", "“startedAt” holds what cannot be"),
        (
            "\"includesDefaultVPCs\": false", "\"includesDefaultVPCs\": 0",
            "“settings.includesDefaultVPCs” is of another type"
        ),
        ("\"version\": \"1.2.3\"", "\"version\": null", "“tool.version” is null"),
        ("111122223333", "11112222333", "the account id is “11112222333”, which cannot be"),
        ("111122223333", "١١١١٢٢٢٢٣٣٣٣", "the account id is “١١١١٢٢٢٢٣٣٣٣”, which cannot be"),
        ("us-east-1", "../../..", "the region is “../../..”, which cannot be"),
        ("us-east-1", "\\u001b[31m", "the region is “␛[31m”, which cannot be"),
        (
            "\"homeRegion\":", "\"credentialSource\": \"\\u001b[31m\", \"homeRegion\":",
            "the credential source is “␛[31m”, which cannot be"
        ),
        (
            "\"accounts\": [", "\"accounts\": [{ \"id\": \"111122223333\", \"homeRegion\": \"us-east-1\" },",
            "the run names account 111122223333 twice"
        ),
        (
            "\"source\": \"live\"", "\"clockOffset\": 9223372036854775807, \"source\": \"live\"",
            "the difference of the clocks is 9223372036854775807 ms, which cannot be"
        ),
        ("\"html\"", "\"..\\/html\"", "a report format is “../html”, which cannot be"),
        ("1.2.3", "1\\n2", "the program's version is “1␊2”, which cannot be"),
        ("0198f0a2", "..\\/", "the run id is “../-7c1d-7e63-9f3a-5d2b8c4e6f01”, which cannot be"),
    ])
    func runJSONThatCannotBe(_ old: String, _ new: String, _ message: String) throws {
        try edit("run.json", old, new)
        #expect(error() == "\(path)/data/run.json: \(message)")
    }

    @Test func aNameOf256BytesIsTheLongest() throws {
        try edit("run.json", "1.2.3", String(repeating: "v", count: 256))
        #expect(error() == nil)
        try edit("run.json", "vvv", "vvvv")
        #expect(error()?.hasSuffix("which cannot be") == true)
    }

    @Test(arguments: [
        ("\"number\":2", "\"number\":3", 2, "the exchange has number 3 instead of 2"),
        ("\"action\":\"DescribeFlowLogs\"", "\"action\":\"../../x\"", 2, "the action is “../../x”, which cannot be"),
        (
            "eu-west-1/0001-DescribeVpcs.xml", "../../../../etc/passwd", 1,
            "the body's path is “data/111122223333/../../../../etc/passwd” instead of "
                + "“data/111122223333/eu-west-1/0001-DescribeVpcs.xml”"
        ),
        ("\"bytes\":23", "\"bytes\":-1", 1, "the body's size is -1"),
        ("\"bytes\":23", "\"bytes\":1e999", 1, "not JSON"),
        ("\"outcome\":\"refused\"", "\"outcome\":\"fine\"", 4, "“outcome” holds what cannot be"),
        ("\"page\":1,", "", 1, "“page” is missing"),
        (
            "\"account\":\"111122223333\"", "\"account\":\"444455556666\"", 1,
            "account 444455556666 is none that the run names"
        ),
        ("\"page\":1", "\"page\":0", 1, "the page is 0"),
        (
            "\"code\":\"UnauthorizedOperation\"", "\"code\":\"x\\nvpc forged pass\"", 4,
            "the error code is “x␊vpc forged pass”, which cannot be"
        ),
        ("\"code\":\"UnauthorizedOperation\"", "\"code\":\"\"", 4, "the error code is “”, which cannot be"),
        (
            "\"httpStatus\":200", "\"httpDate\":\"\\u202e\",\"httpStatus\":200", 1,
            "the header Date is “⟨U+202E⟩”, which cannot be"
        ),
        (
            "https://ec2.eu-west-1.amazonaws.com/", "https://ec2.amazonaws.com@evil/", 1,
            "the endpoint is “https://ec2.amazonaws.com@evil/”, which cannot be"
        ),
        (
            "https://ec2.us-east-1.amazonaws.com/", "https://h/\\u001b[31m", 3,
            "the endpoint is “https://h/␛[31m”, which cannot be"
        ),
        ("https://ec2.us-east-1.amazonaws.com/", "", 3, "the exchange has an answer but no endpoint"),
        ("}\n{", "}{", 1, "not JSON"),
        ("}\n{", "}\n\n{", 2, "not JSON"),
    ])
    func exchangesThatCannotBe(_ old: String, _ new: String, _ line: Int, _ message: String) throws {
        try edit("exchanges.jsonl", old, new)
        #expect(error() == "\(path)/data/exchanges.jsonl line \(line): \(message)")
    }

    @Test(arguments: ["run.json", "exchanges.jsonl"])
    func whatWasAlteredIsToldByTheManifest(_ file: String) throws {
        try scratch.write(scratch.read("package/data/\(file)") + "\n", to: "package/data/\(file)")
        #expect(
            error() == "\(path)/data/\(file) was altered: its SHA-256 is not the one in manifest-sha256.txt")
        let manifest = try scratch.read("package/manifest-sha256.txt").split(separator: "\n")
        let rest = manifest.filter { !$0.hasSuffix("  data/\(file)") }.map { "\($0)\n" }.joined()
        try scratch.write(rest, to: "package/manifest-sha256.txt")
        #expect(error() == "\(path)/manifest-sha256.txt does not list data/\(file)")
        try scratch.write("garbage", to: "package/manifest-sha256.txt")
        #expect(error() == "\(path)/manifest-sha256.txt ends in the middle of a line")
    }

    @Test func aBodyThatTheManifestDoesNotListIsTold() throws {
        let manifest = try scratch.read("package/manifest-sha256.txt")
        let body = "data/111122223333/eu-west-1/0002-DescribeFlowLogs.xml"
        let message =
            "\(path)/data/exchanges.jsonl line 2: manifest-sha256.txt does not list \(body) with the same SHA-256"
        for line in ["", "\(String(repeating: "0", count: 64))  \(body)\n"] {
            let others = manifest.split(separator: "\n").filter { !$0.hasSuffix(body) }.map { "\($0)\n" }.joined()
            try scratch.write(others + line, to: "package/manifest-sha256.txt")
            #expect(error() == message)
        }
    }

    @Test func aRunWithoutAccountsIsRefused() throws {
        let text = try scratch.read("package/data/run.json")
        let range = try #require(text.range(of: #""accounts": \[[^]]*\]"#, options: .regularExpression))
        try edit("run.json", String(text[range]), #""accounts": []"#)
        #expect(error() == "\(path)/data/run.json: the run names no account")
    }

    @Test func aFileThatWasCutIsTold() throws {
        let text = try scratch.read("package/data/exchanges.jsonl")
        try scratch.write(String(text.dropLast()), to: "package/data/exchanges.jsonl")
        try Samples.relist(path)
        #expect(error() == "\(path)/data/exchanges.jsonl ends in the middle of a line")
    }

    @Test func sizesAreLimited() throws {
        try scratch.write(String(repeating: " ", count: 1 << 20 + 1), to: "package/data/exchanges.jsonl")
        try Samples.relist(path)
        #expect(error() == "\(path)/data/exchanges.jsonl has a line of more than 1048576 bytes")
        #expect(truncate(scratch["package/data/run.json"], 1 << 40) == 0)
        #expect(error() == "\(path)/data/run.json is larger than 16777216 bytes (1099511627776)")
    }

    @Test func bodiesThatDifferAreTold() throws {
        let package = try EvidencePackage(at: path)
        let exchange = package.exchanges[0]
        let file = "package/data/111122223333/eu-west-1/0001-DescribeVpcs.xml"
        func difference() -> String? { failure { _ = try package.body(of: exchange) } }

        try scratch.write("<DescribeVpcsResponsE/>", to: file)
        #expect(
            difference() == "\(scratch[file]) was altered: its SHA-256 is not the one in manifest-sha256.txt")
        try scratch.write("<DescribeVpcsResponse/>\n", to: file)
        #expect(difference() == "\(scratch[file]) is larger than 23 bytes (24)")
        try scratch.write("short", to: file)
        #expect(difference() == "\(scratch[file]) changed while it was read")
        try scratch.remove(file)
        #expect(difference() == "\(scratch[file]) is missing")
        try scratch.makeFolder(file)
        #expect(difference() == "\(scratch[file]) is not a file")
    }

    @Test func noBodyIsLargerThanALiveScanTakes() throws {
        let package = try EvidencePackage(at: path)
        var exchange = package.exchanges[0]
        exchange.body?.bytes = (64 << 20) + 1
        let text = failure { _ = try package.body(of: exchange) }
        #expect(text?.hasSuffix(" is said to have 67108865 bytes, which is too many") == true)
    }

    @Test func linksAreNotFollowed() throws {
        let file = "package/data/111122223333/eu-west-1/0001-DescribeVpcs.xml"
        let package = try EvidencePackage(at: path)
        func difference() -> String? { failure { _ = try package.body(of: package.exchanges[0]) } }

        try FileManager.default.moveItem(atPath: scratch[file], toPath: scratch["same.xml"])
        try scratch.link(file, to: scratch["same.xml"])
        #expect(difference()?.contains("behind a link") == true)
        try FileManager.default.moveItem(atPath: scratch["package/data/111122223333"], toPath: scratch["account"])
        try scratch.link("package/data/111122223333", to: scratch["account"])
        #expect(difference()?.contains("behind a link") == true)
        try FileManager.default.moveItem(atPath: scratch["package/data"], toPath: scratch["data"])
        try scratch.link("package/data", to: scratch["data"])
        #expect(error()?.contains("\(path)/data/run.json is behind a link") == true)
    }

    /// Opening a pipe for reading waits for a writer, unless one takes care.
    @Test func aPipeDoesNotMakeTheReaderWait() throws {
        try scratch.remove("package/data/run.json")
        #expect(mkfifo(scratch["package/data/run.json"], 0o600) == 0)
        #expect(error() == "\(path)/data/run.json is not a file")
    }

    @Test func anExchangeFromElsewhereCannotLeadOut() throws {
        let package = try EvidencePackage(at: path)
        var exchange = package.exchanges[0]
        for file in ["../secret", "data/../../secret", "/etc/passwd", "bagit.txt", "data//x", ""] {
            exchange.body?.file = file
            #expect(throws: PackageError.self) { try package.body(of: exchange) }
        }
    }

    private func error(at path: String? = nil) -> String? {
        failure { _ = try EvidencePackage(at: path ?? self.path) }
    }

    private func edit(_ file: String, _ old: String, _ new: String) throws {
        let text = try scratch.read("package/data/\(file)")
        let range = try #require(text.range(of: old))
        try scratch.write(text.replacingCharacters(in: range, with: new), to: "package/data/\(file)")
        try Samples.relist(path)
    }
}
