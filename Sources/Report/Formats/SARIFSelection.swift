import Evidence

/// What of a dossier GitHub is shown: the fails that nobody has accepted, those of an earlier run that this one
/// could not look at again, and one result for all that is hidden.
struct SARIFSelection {
    /// GitHub takes 25,000 results of a file, and shows 5,000 of them.
    static let limit = 5_000

    let results: [SARIFLog.Result]
    let fails: Count
    let carriedOver: Count
    /// The VPCs among the results that the source map does not place.
    let unplaced: [String]

    struct Count {
        var shown: Int
        var omitted: Int
    }

    fileprivate enum Fail {
        case found(Assessment)
        case carriedOver(CarriedFail)
    }

    init(of dossier: Dossier) {
        let found = dossier.assessments.filter { $0.verdict == .fail && !$0.isAccepted }
        let unseen = dossier.inputs.baseline?.unseenFails(in: dossier) ?? []
        let all = found.map(Fail.found) + unseen.map(Fail.carriedOver)
        let coverage = SARIFLog.Result(coverageOf: dossier)
        let room = Self.limit - (coverage == nil ? 0 : 1)
        // Where not all fit, the graver come first.
        let shown = all.count <= room ? all : Array(Self.gravestFirst(all).prefix(room))
        let map = dossier.inputs.sourceMap
        let checkId = dossier.control.checkId
        results =
            [coverage].compactMap(\.self)
            + shown.map { fail in
                switch fail {
                case .found(let vpc): SARIFLog.Result(of: vpc, checkId: checkId, in: map)
                case .carriedOver(let earlier): SARIFLog.Result(carriedOver: earlier, checkId: checkId, in: map)
                }
            }
        let shownFound = shown.count { if case .found = $0 { true } else { false } }
        fails = Count(shown: shownFound, omitted: found.count - shownFound)
        let shownUnseen = shown.count - shownFound
        carriedOver = Count(shown: shownUnseen, omitted: unseen.count - shownUnseen)
        unplaced = shown.map(\.vpcId).filter { map?.vpcs[$0] == nil }
    }

    private static func gravestFirst(_ fails: [Fail]) -> [Fail] {
        fails.filter { $0.level == .warning } + fails.filter { $0.level == .note }
    }

    /// What must be said beside the gaps.
    func notifications(for dossier: Dossier) -> [SARIFLog.Notification] {
        var notifications: [SARIFLog.Notification] = []
        if fails.omitted + carriedOver.omitted > 0 {
            notifications.append(.omitted(fails.omitted, carriedOver: carriedOver.omitted))
        }
        if let map = dossier.inputs.sourceMap, let note = SARIFLog.Notification(unplaced: unplaced, in: map) {
            notifications.append(note)
        }
        return notifications
    }
}

extension SARIFSelection.Fail {
    fileprivate var vpcId: String {
        switch self {
        case .found(let vpc): vpc.vpcId
        case .carriedOver(let earlier): earlier.vpc.vpcId
        }
    }

    fileprivate var level: SARIFLog.Level {
        switch self {
        case .found(let vpc): vpc.reason.code.level
        case .carriedOver(let earlier): earlier.vpc.reason.code.level
        }
    }
}

extension SARIFLog.Notification {
    init(of gap: Gap, level: SARIFLog.Level) {
        let request = gap.requestId.map { " (request \($0))" } ?? ""
        self.init(
            descriptor: Reference(id: SARIFLog.Descriptor.gap.id, index: 0),
            message: .init(
                "\(gap.action) in account '\(gap.account)', region '\(gap.region)': \(gap.code)\(request). "
                    + "\(gap.message) This hides \(gap.hiddenInWords). \(gap.advice)"),
            level: level)
    }

    static func omitted(_ fails: Int, carriedOver: Int) -> Self {
        let more = carriedOver == 0 ? "" : ", and \(carriedOver) more are carried over from an earlier run"
        return Self(
            descriptor: Reference(id: SARIFLog.Descriptor.omission.id, index: 1),
            message: .init(
                "\(fails) more VPCs failed\(more). They are left out here, because GitHub shows "
                    + "\(SARIFSelection.limit) results of a file; findings.json of the package holds them all."),
            level: .warning)
    }

    /// Nil where every answer came from AWS.
    init?(customEndpointsOf dossier: Dossier) {
        guard let sentence = dossier.endpointSentence else { return nil }
        self.init(
            descriptor: Reference(id: SARIFLog.Descriptor.customEndpoints.id, index: 3), message: .init(sentence),
            level: .warning)
    }

    /// Nil where everything that was shown has its line, or no lines were asked for.
    init?(unplaced vpcs: [String], in map: SourceMap) {
        guard !map.vpcs.isEmpty || !map.remarks.isEmpty, !vpcs.isEmpty || !map.remarks.isEmpty else { return nil }
        var sentences: [String] = []
        if !vpcs.isEmpty {
            let place = map.fallback.map { "on \($0.path), line \($0.line)" } ?? "on a path of their own"
            sentences.append(
                "VPCs that the Terraform state and configuration do not place, and whose alerts lie \(place): "
                    + "\(vpcs.count) (\(vpcs.listed)).")
        }
        sentences += map.remarks.prefix(20)
        if map.remarks.count > 20 { sentences.append("And \(map.remarks.count - 20) more remarks of this kind.") }
        self.init(
            descriptor: Reference(id: SARIFLog.Descriptor.unplaced.id, index: 2),
            message: .init(sentences.joined(separator: " ")), level: .note)
    }
}

extension [String] {
    /// The first of them, and how many there are beside.
    fileprivate var listed: String {
        prefix(20).joined(separator: ", ") + (count > 20 ? ", and \(count - 20) more" : "")
    }
}

extension Gap {
    /// What it hides, as the object of a sentence.
    var hiddenInWords: String {
        switch hides {
        case .explanation where hidesOtherRegions: "which other regions there are"
        case .explanation where isOfDestination: "what destinations tell"
        case .vpcs: "VPCs"
        case .flowLogs: "flow logs"
        case .explanation: "an explanation, and no verdict"
        }
    }
}
