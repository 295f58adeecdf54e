import Evidence

/// A stacked bar of verdicts, in numbers: the template draws it.
struct Bar {
    struct Segment: Equatable {
        var verdict: Verdict
        var count: Int
        /// Hundredths of a per cent of the bar's whole width.
        var start: Int
        var width: Int
    }

    let segments: [Segment]
    private static let whole = 10_000
    /// What is there must be seen: no segment is thinner than one per cent.
    private static let thinnest = 100

    /// A bar as long as its sum is beside `longest`, the sum of the longest bar of the picture.
    init(_ counts: VerdictCounts, longest: Int) {
        let present = Verdict.inOrderOfWeight.filter { counts[$0] > 0 }
        var widths = present.map { max(Self.thinnest, counts[$0] * Self.whole / max(longest, 1)) }
        let sum = widths.reduce(0, +)
        if sum > Self.whole { widths = widths.map { $0 * Self.whole / sum } }
        var start = 0
        segments = zip(present, widths).map { verdict, width in
            defer { start += width }
            return Segment(verdict: verdict, count: counts[verdict], start: start, width: width)
        }
    }

    var page: Page {
        .list(segments) { segment in
            .object { name in
                switch name {
                case "verdict": .own(segment.verdict.rawValue)
                case "x": .own(segment.start.percent)
                case "width": .own(segment.width.percent)
                default: nil
                }
            }
        }
    }
}

/// How many VPCs have each verdict.
struct VerdictCounts: Equatable {
    var pass = 0
    var fail = 0
    var notApplicable = 0
    var notAssessed = 0

    subscript(verdict: Verdict) -> Int {
        get {
            switch verdict {
            case .pass: pass
            case .fail: fail
            case .notApplicable: notApplicable
            case .notAssessed: notAssessed
            }
        }
        set {
            switch verdict {
            case .pass: pass = newValue
            case .fail: fail = newValue
            case .notApplicable: notApplicable = newValue
            case .notAssessed: notAssessed = newValue
            }
        }
    }

    var sum: Int { pass + fail + notApplicable + notAssessed }

    init() {}

    init(_ summary: Summary.Counts) {
        pass = summary.pass
        fail = summary.fail
        notApplicable = summary.notApplicable
        notAssessed = summary.notAssessed
    }

    static func + (a: Self, b: Self) -> Self {
        var sum = a
        for verdict in Verdict.allCases { sum[verdict] += b[verdict] }
        return sum
    }

    /// The fields `total`, `pass`, `fail`, `notApplicable` and `notAssessed` of a page; nil for any other.
    func field(_ name: String) -> Page? {
        switch name {
        case "total": .number(sum)
        case "pass": .number(pass)
        case "fail": .number(fail)
        case "notApplicable": .number(notApplicable)
        case "notAssessed": .number(notAssessed)
        default: nil
        }
    }
}

extension Verdict {
    /// What needs attention comes first.
    static let inOrderOfWeight: [Verdict] = [.fail, .notAssessed, .pass, .notApplicable]
}

extension Int {
    /// Hundredths of a per cent, as SVG takes a length: `12.05%`.
    fileprivate var percent: String {
        let fraction = String(self % 100)
        return "\(self / 100).\(fraction.count == 1 ? "0" : "")\(fraction)%"
    }
}
