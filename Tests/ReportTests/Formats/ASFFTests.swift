import Evidence
import Foundation
import Report
import Support
import Testing

@Suite struct ASFFTests {
    private func findings(_ dossier: Dossier) throws -> [Read] {
        let document = Read(try SystemSamples.json(.asff, of: dossier))
        #expect(document.keys == ["Findings"])
        return document["Findings"].list
    }

    @Test func everyVPCAndEveryMissingAnswerIsAFinding() throws {
        let dossier = SampleDossier.everything
        let findings = try findings(dossier)
        #expect(findings.count == dossier.assessments.count + dossier.hidden)
        #expect(Set(findings.map { $0["Id"].text }).count == findings.count)
        let byId = Dictionary(findings.map { ($0["Id"].text ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        for vpc in dossier.assessments {
            let finding = try #require(byId["exhibit/aws-vpc-003/effective/\(vpc.id)"])
            let (status, label, workflow) =
                switch vpc.verdict {
                case .pass: ("PASSED", "INFORMATIONAL", "RESOLVED")
                case .fail: ("FAILED", "MEDIUM", vpc.isAccepted ? "SUPPRESSED" : "NEW")
                case .notAssessed: ("WARNING", "MEDIUM", "NEW")
                case .notApplicable: ("NOT_AVAILABLE", "INFORMATIONAL", "RESOLVED")
                }
            #expect(finding["Compliance"]["Status"].text == status)
            #expect(finding["Compliance"]["StatusReasons"][0]["ReasonCode"].text == vpc.reason.code.rawValue)
            #expect(finding["Severity"]["Label"].text == label)
            #expect(finding["Workflow"]["Status"].text == workflow)
            #expect((finding["Note"].value != nil) == vpc.isAccepted)
            #expect(finding["AwsAccountId"].text == vpc.account)
            #expect(finding["ProductFields"]["exhibit/verdict/cis"].text == vpc.byPolicy.cis.verdict.rawValue)
        }
        let gap = try #require(byId["exhibit/aws-vpc-003/effective/111122223333/ap-south-1/DescribeVpcs/2"])
        #expect(gap["Compliance"]["Status"].text == "WARNING" && gap["Resources"][0]["Type"].text == "AwsAccount")
    }

    /// Those of one account and region stand together, so that they can be cut into batches from front to end.
    @Test func findingsAreOrderedByAccountAndRegion() throws {
        for dossier in Self.estates {
            let findings = try findings(dossier)
            #expect(findings.count == dossier.assessments.count + dossier.hidden)
            let places = findings.map { [$0["AwsAccountId"].text ?? "", $0["Resources"][0]["Region"].text ?? ""] }
            #expect(places == places.sorted { $0.lexicographicallyPrecedes($1) })
            for (finding, place) in zip(findings, places) {
                let arn = "arn:aws:securityhub:\(place[1]):\(place[0]):product/\(place[0])/default"
                #expect(finding["ProductArn"].text == arn)
            }
        }
    }

    private static let estates = [
        Estate.whole, SampleDossier.everything, SampleDossier.failing(250), Estate.large(700, accounts: 3),
    ]

    /// The recipe of docs/formats.md: Security Hub takes findings only from the account and in the region that they
    /// are about, 100 of them in a call.
    @Test(.enabled(if: Program.named("jq") != nil, "needs jq"))
    func theDocumentedRecipeCutsBatches() async throws {
        let jq = try #require(Program.named("jq"))
        let program = try Self.recipe()
        var wide = SampleDossier.failing(120)
        for index in wide.assessments.indices {
            wide.assessments[index].reason.text = String(repeating: "é", count: 3_000)
            wide.assessments[index].tags = (0..<50).map { Tag("key \($0)", String(repeating: "x", count: 250)) }
        }
        for dossier in Self.estates + [wide, SampleDossier.empty] {
            try await TemporaryFolder.with { folder in
                let file = folder.appendingPathComponent("asff.json")
                try Data(ReportFormat.asff.bytes(of: dossier)).write(to: file)
                let outcome = try await jq.run(["-c", program, file.path])
                #expect(outcome.status == 0, "\(outcome.errors)")
                let lines = outcome.output.split(separator: "\n")
                let batches = try lines.map { Read(try JSONSerialization.jsonObject(with: Data($0.utf8)))["Findings"] }
                let ids = batches.flatMap(\.list).compactMap { $0["Id"].text }
                #expect(ids.sorted() == (try findings(dossier)).compactMap { $0["Id"].text }.sorted())
                for (line, batch) in zip(lines, batches) {
                    #expect((1...100).contains(batch.list.count))
                    #expect(line.utf8.count <= 240 * 1024)
                    #expect(Set(batch.list.compactMap { $0["ProductArn"].text }).count == 1)
                }
            }
        }
    }

    /// The program between the quotes of the first `jq -c '` of the documentation.
    private static func recipe() throws -> String {
        let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/formats.md")
        let text = try String(contentsOf: docs, encoding: .utf8)
        let section = try #require(text.range(of: "## ASFF"))
        let start = try #require(text.range(of: "jq -c '\n", range: section.upperBound..<text.endIndex))
        let end = try #require(text.range(of: "'", range: start.upperBound..<text.endIndex))
        return String(text[start.upperBound..<end.lowerBound])
    }

    /// Security Hub takes a finding of the same id for the same: a pass under one policy resolves no fail of another.
    @Test func aFindingIsOfOnePolicy() throws {
        var other = SampleDossier.everything
        other.policy.name = .cis
        let (effective, cis) = (try findings(SampleDossier.everything), try findings(other))
        #expect(effective.count == cis.count)
        for name in ["Id", "GeneratorId", "Title"] {
            let texts = { (findings: [Read]) in Set(findings.compactMap { $0[name].text }) }
            #expect(texts(effective).isDisjoint(with: texts(cis)), "\(name)")
        }
    }

    @Test func onlyThePolicyCISSpeaksForTheBenchmark() async throws {
        let isOfBenchmark = { (dossier: Dossier) in
            try findings(dossier).map { $0["Types"][0].text?.hasSuffix("CIS AWS Foundations Benchmark") == true }
        }
        #expect(Set(try isOfBenchmark(try await SystemSamples.demo())) == [false])
        #expect(Set(try isOfBenchmark(try await SystemSamples.demo(.cis))) == [true])
        let sample = try #require(try findings(try await SystemSamples.demo()).first)
        #expect(sample["Sample"].value as? Bool == true)
    }

    /// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html, characters as bytes.
    @Test(arguments: 0..<100) func theLimitsHold(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var vpc = SampleVPC.hostile("vpc-0e", HostileText.random(using: &generator))
        vpc.tags += (0..<60).map {
            Tag("\($0) \(HostileText.random(using: &generator))", HostileText.random(using: &generator))
        }
        vpc.tags += [Tag("wide", String(repeating: "\"中", count: 400))]
        vpc.reason.text = String(repeating: HostileText.random(using: &generator) + "\"ü👩‍👧", count: 300)
        vpc.exception = Exception(
            number: 1, owner: vpc.reason.text, approver: "a", reason: vpc.reason.text, ticket: "t",
            approvedOn: "2026-01-31", expiresOn: "2026-12-31")
        let dossier = SampleDossier.make(
            [vpc], gaps: [SampleDossier.gap(.vpcs, action: "DescribeVpcs", region: "eu-west-1", code: vpc.reason.text)])
        for finding in try findings(dossier) { try check(finding) }
    }

    private func check(_ finding: Read) throws {
        finding.forEach { name, value in
            guard let text = value as? String else { return }
            // Security Hub's NonEmptyString; a point is no line break.
            #expect(text.range(of: #"^.*\S.*$"#, options: .regularExpression) != nil, "\(name)")
        }
        let limits = [
            "Id": 512, "ProductArn": 2048, "GeneratorId": 512, "Title": 256, "Description": 1024, "AwsAccountId": 12,
        ]
        for (name, limit) in limits { #expect((1...limit).contains(finding[name].text?.utf8.count ?? 0), "\(name)") }
        #expect(finding["Compliance"]["RelatedRequirements"].list.count <= 32)
        #expect((finding["Remediation"]["Recommendation"]["Text"].text ?? "").utf8.count <= 512)
        #expect((finding["Note"]["Text"].text ?? "").utf8.count <= 512)
        #expect((finding["Severity"]["Original"].text ?? "").utf8.count <= 64)
        #expect((finding["Resources"][0]["Region"].text ?? "").utf8.count <= 16)
        let (fields, tags) = (finding["ProductFields"], finding["Resources"][0]["Tags"])
        #expect(fields.keys.count <= 50 && fields.keys.allSatisfy { $0.utf8.count <= 128 })
        #expect(fields.keys.allSatisfy { (fields[$0].text ?? "").utf8.count <= 2048 })
        #expect(tags.keys.count <= 50 && tags.keys.allSatisfy { $0.utf8.count <= 128 })
        #expect(tags.keys.allSatisfy { (tags[$0].text ?? "").utf8.count <= 256 })
        // 240 KB a finding; a hundred of them in 6 MB.
        let value = try #require(finding.value)
        #expect(try JSONSerialization.data(withJSONObject: value).count < 60_000)
    }

    /// As the AWS CLI looks at it before it asks: unknown names, missing ones, wrong types.
    @Test(.enabled("needs Python's botocore", hasBotocore))
    func botocoreTakesEveryFinding() async throws {
        for dossier in try await SystemSamples.all() {
            let told = try await OtherProgram.pythonReads(
                try ReportFormat.asff.bytes(of: dossier),
                """
                import json, sys, botocore.session
                from botocore.validate import ParamValidator
                service = botocore.session.get_session().get_service_model("securityhub")
                shape = service.operation_model("BatchImportFindings").input_shape
                report = ParamValidator().validate(json.load(open(sys.argv[1])), shape)
                if report.has_errors(): print(report.generate_report())
                """)
            #expect(told == "")
        }
    }

    private static func hasBotocore() async throws -> Bool {
        guard let python = OtherProgram.python else { return false }
        return try await python.run(["-c", "import botocore"]).status == 0
    }
}
