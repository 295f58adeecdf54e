import Evidence
import Testing

@testable import Report

@Suite struct LoggedSinceTests {
    @Test func aFewMonthsAreToldMonthByMonth() {
        let since = LoggedSince(estate(["2026-08-01", "2026-11-02", "2026-11-23"], until: 1_795_424_645_678))
        #expect(since.rows.map(\.period) == ["2026-08", "2026-09", "2026-10", "2026-11"])
        #expect(since.rows.map(\.began) == [1, 0, 0, 2])
        #expect(since.rows.map(\.logged) == [1, 1, 1, 3])
    }

    @Test func longerTimesByQuartersAndYears() {
        let quarters = LoggedSince(estate(["2024-12-31", "2026-01-01"], until: 1_795_424_645_678))
        #expect(quarters.rows.first?.period == "2024 Q4")
        #expect(quarters.rows.last?.period == "2026 Q4")
        let years = LoggedSince(estate(["2015-06-01", "2026-01-01"], until: 1_795_424_645_678))
        #expect(years.rows.count == 12)
        #expect(years.rows.first == .init(period: "2015", began: 1, logged: 1))
    }

    /// What is older than the picture stands in its first row: nothing falls out of the sum.
    @Test func whatIsOlderStandsInTheFirstRow() {
        let since = LoggedSince(estate(["2009-06-01", "2014-01-01", "2020-01-01"], until: 1_795_424_645_678))
        #expect(since.rows.first == .init(period: "until 2015", began: 2, logged: 2))
        #expect(since.rows.last?.logged == 3)
    }

    /// A time that cannot be read is not made up, and a VPC without a working flow log is not logged.
    @Test(arguments: ["", "yesterday", "2026-13-01", "26-01-01"])
    func whatIsNotKnownIsSaid(_ time: String) {
        var failing = Estate.log("fl-2", failing: "Access error")
        failing.creationTime = "2020-01-01T00:00:00Z"
        let dossier = Estate.dossier([
            vpc("vpc-1", time), Estate.vpc("vpc-2", nil, .fail, .deliveryFailed, cis: .pass, logs: [failing]),
            Estate.vpc("vpc-3", nil, .notAssessed, .flowLogsUnreadable, cis: .notAssessed),
        ])
        let since = LoggedSince(dossier)
        #expect(since.undated == 1)
        #expect(since.notLogged == 1)
        #expect(since.population == 2)
        #expect(since.rows.isEmpty)
    }

    private func estate(_ days: [String], until end: Int64) -> Dossier {
        var dossier = Estate.dossier(days.enumerated().map { vpc("vpc-\($0.offset)", "\($0.element)T10:00:00.000Z") })
        dossier.run.finishedAt = Timestamp(milliseconds: end)
        return dossier
    }

    private func vpc(_ id: String, _ created: String) -> Assessment {
        var log = Estate.log("fl-1")
        log.creationTime = created
        return Estate.vpc(id, nil, .pass, .flowLogWorking, cis: .pass, logs: [log])
    }
}
