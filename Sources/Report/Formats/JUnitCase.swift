import Evidence
import XML

/// One VPC, or one answer that is missing.
struct JUnitCase {
    let name: String
    let outcome: Outcome
    /// The reason's code, or AWS's own.
    let type: String
    /// Nil where nothing is said: of a pass.
    let words: Words?
    /// What the extended profile says of it beside; those of a VPC are made for it alone.
    let properties: [JUnitProperty]

    enum Outcome {
        case pass, failure
        /// Not assessed.
        case error
        /// Not applicable, or a fail that somebody answers for.
        case skipped

        init(of vpc: Assessment) {
            switch vpc.verdict {
            case .pass: self = .pass
            case .fail: self = vpc.exception == nil ? .failure : .skipped
            case .notAssessed: self = .error
            case .notApplicable: self = .skipped
            }
        }
    }

    /// Some readers show only the message, others only the body: the message opens the body.
    struct Words {
        /// The message, then the details, as they are written.
        let lines: [String]
    }

    /// How much is written of a VPC that does not pass.
    struct Writing {
        /// GitLab takes 30 MB. Above this number of VPCs with something to say, it is said in a sentence each.
        static let detailLimit = 2_000

        let profile: JUnitProfile
        let isDetailed: Bool
        let statusLine: (Assessment) -> String

        init(of dossier: Dossier, _ profile: JUnitProfile) {
            self.profile = profile
            isDetailed = dossier.assessments.lazy.filter { $0.verdict != .pass }.dropFirst(Self.detailLimit).isEmpty
            let (policy, cis) = (dossier.policy.name.rawValue, dossier.benchmarkAsWritten)
            statusLine = { "Policy \(policy): \($0.verdict.rawValue). \(cis): \($0.byPolicy.cis.verdict.rawValue)." }
        }
    }

    /// The cases of one region's gaps.
    ///
    /// A gap that hides flow logs shows in the VPCs that were not assessed for it; where there is none of those,
    /// it gets a case too, or the run would look green. `areTold`: whether there are any.
    static func all(of gaps: [Gap], areTold: Bool) -> [JUnitCase] {
        var taken: [String: Int] = [:]
        return gaps.filter { $0.hides == .vpcs || $0.hides == .flowLogs && !areTold }.map { gap in
            taken[gap.action, default: 0] += 1
            let number = taken[gap.action, default: 1]
            return JUnitCase(of: gap, name: number == 1 ? gap.action : "\(gap.action) (\(number))")
        }
    }

    init(of vpc: Assessment, _ writing: Writing) {
        name = vpc.vpcId
        outcome = Outcome(of: vpc)
        type = vpc.reason.code.rawValue
        words = outcome == .pass ? nil : Words(of: vpc, writing)
        properties = writing.profile == .extended ? vpc.properties : []
    }

    init(of gap: Gap, name: String) {
        self.name = name
        outcome = .error
        type = gap.code
        properties = [
            JUnitProperty("aws.account", gap.account), JUnitProperty("aws.region", gap.region),
            JUnitProperty("exhibit.verdict", "not-assessed"), JUnitProperty("exhibit.reason", gap.code),
            JUnitProperty("exhibit.hides", gap.hides.rawValue),
        ]
        let message = "\(gap.action) in account \(gap.account), region \(gap.region): \(gap.code), \(gap.message)"
        words = Words(
            message: message,
            details: [
                "This hides \(gap.hiddenInWords).",
                gap.advice.visible(),
                gap.requestId.map { "Request \($0.visible())" },
                [gap.citation].evidenceLine,
            ].compactMap(\.self))
    }

    /// Stands for a run in which there is no VPC and no gap to name.
    init(coverageOf dossier: Dossier) {
        name = "coverage"
        properties = [JUnitProperty("exhibit.status", dossier.summary.status.rawValue)]
        outcome = dossier.summary.status == .notApplicable ? .skipped : .error
        type = "incomplete"
        words = Words(message: dossier.summary.status.ofNoVPCs, details: [dossier.statusSentence])
    }

    /// What is the same in all cases of a suite.
    ///
    /// VPCs are not timed one by one, because a call serves a whole region: the suite has the time.
    static func attributes(className: String) -> XMLAttributes {
        XMLAttributes([("classname", className.forJUnit), ("time", "0.000")])
    }

    /// A pass is no more than its name.
    static func write(passing vpcId: String, _ attributes: XMLAttributes, to xml: XMLWriter) throws {
        try xml.start("testcase", ("name", vpcId.forJUnit), attributes)
        try xml.end()
    }

    func write(_ attributes: XMLAttributes, properties: [JUnitProperty], to xml: XMLWriter) throws {
        try xml.start("testcase", ("name", name.forJUnit), attributes)
        if !properties.isEmpty { try JUnitProperty.write(properties, to: xml) }
        switch outcome {
        case .pass: break
        case .failure: try words?.write("failure", type: type, to: xml)
        case .error: try words?.write("error", type: type, to: xml)
        // Windy Road's schema knows no type here.
        case .skipped: try words?.write("skipped", type: nil, to: xml)
        }
        try xml.end()
    }
}

extension JUnitCase.Words {
    fileprivate init(message: String, details: [String]) {
        self.init(lines: [message.forJUnit] + details.map(\.withoutMarkers))
    }

    fileprivate init(of vpc: Assessment, _ writing: JUnitCase.Writing) {
        let message = Self.message(of: vpc)
        if writing.isDetailed {
            self.init(message: message, details: vpc.details(writing.statusLine(vpc)))
        } else {
            self.init(lines: [message.forJUnit, vpc.id.withoutMarkers])
        }
    }

    /// `vpc-0a1b (web) in account 111122223333, region eu-west-1: …`: readers show a message without its suite.
    private static func message(of vpc: Assessment) -> String {
        let accepted = vpc.verdict == .fail ? vpc.exception?.sentence ?? "" : ""
        let name = vpc.name.map { $0.isEmpty ? "" : " (\($0))" } ?? ""
        return "\(accepted)\(vpc.vpcId)\(name) in account \(vpc.account), region \(vpc.region): \(vpc.reason.text)"
    }

    fileprivate func write(_ element: StaticString, type: String?, to xml: XMLWriter) throws {
        let message: (StaticString, String) = ("message", lines[0])
        try xml.element(element, type.map { [message, ("type" as StaticString, $0.forJUnit)] } ?? [message]) {
            try xml.text(lines: lines)
        }
    }
}

extension Assessment {
    fileprivate var properties: [JUnitProperty] {
        [
            JUnitProperty("aws.account", account), JUnitProperty("aws.region", region), JUnitProperty("aws.arn", id),
            JUnitProperty("aws.owner", ownerId), JUnitProperty("exhibit.verdict", verdict.rawValue),
            JUnitProperty("exhibit.reason", reason.code.rawValue),
        ]
            + PolicyName.allCases.map {
                JUnitProperty("exhibit.verdict.\($0.rawValue)", byPolicy[$0].verdict.rawValue)
            }
    }

    /// Lines that are safe to read; the commands keep their own line breaks.
    fileprivate func details(_ statusLine: String) -> [String] {
        [
            id.visible(),
            statusLine,
            isAccepted ? exception?.details.visible() : nil,
            ownerVerdict.map { "The owner's account says: \($0.verdict.rawValue) (\($0.reason.rawValue))." },
            belowVPC.map { $0.text.visible() },
            remediation.map { "Fix: \($0.summary.visible())\n\($0.cli.visible(keepingNewlines: true))" },
            citations.evidenceLine,
        ].compactMap(\.self)
    }
}

extension Exception {
    /// Opens the message of a fail that is skipped.
    fileprivate var sentence: String {
        "Accepted until \(expiresOn) by \(owner), who answers for it (\(ticket)). Reason given: “\(reason)”. "
            + "It is still a fail: "
    }

    fileprivate var details: String {
        "Approved by \(approver) on \(approvedOn)."
            + (compensatingControl.map { " Compensating control: “\($0)”." } ?? "")
    }
}

extension [Citation] {
    /// `Evidence: exchange 4 to 6 (data/…/0004-DescribeVpcs.xml), exchange 7 (no answer).`
    fileprivate var evidenceLine: String {
        let each = map { "exchange \($0.numbers) (\($0.file?.visible() ?? "no answer"))" }
        return "Evidence: \(each.joined(separator: ", "))."
    }
}

extension Status {
    fileprivate var ofNoVPCs: String {
        switch self {
        case .notApplicable: "No VPC exists in the regions that were read, so there is nothing to check."
        case .pass, .fail, .incomplete: "No VPC could be judged."
        }
    }
}

extension String {
    /// For an attribute: one line, nothing in it that acts.
    var forJUnit: String { visible().withoutMarkers }

    /// GitLab, Jenkins and Testmo act on `[[ATTACHMENT|…]]` and `[[PROPERTY|…]]`: brackets are set apart.
    var withoutMarkers: String {
        if !hasMarker { return self }
        var text = ""
        var last: Unicode.Scalar?
        for scalar in unicodeScalars {
            if scalar == "[" && last == "[" { text.append(" ") }
            text.unicodeScalars.append(scalar)
            last = scalar
        }
        return text
    }

    private var hasMarker: Bool {
        let bracket = UInt8(ascii: "[")
        let hasMarker = utf8.withContiguousStorageIfAvailable { bytes in
            bytes.contains(bracket) && zip(bytes, bytes.dropFirst()).contains { $0 == bracket && $1 == bracket }
        }
        return hasMarker ?? true
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Eight bytes at a time: nearly no text has the byte.
    /// Source: S. E. Anderson, Bit Twiddling Hacks, "Determine if a word has a byte equal to n".
    fileprivate func contains(_ byte: UInt8) -> Bool {
        let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        let bytes = UnsafeRawBufferPointer(self)
        var index = 0
        while index &+ 8 <= count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ ones &* UInt64(byte)
            if (word &- ones) & ~word & highs != 0 { return true }
            index &+= 8
        }
        return self[index...].contains(byte)
    }
}
