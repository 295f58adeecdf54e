/// How much one answer, one listing and one run may hold: far above the largest estates, so that what never ends
/// comes to an end. A scan that reaches one of them says so as a gap; a package beyond them is refused.
package struct Bounds: Sendable, Hashable {
    package static let standard = Bounds()

    /// Bytes of one answer. A page of 1,000 records takes about 1.5 MB, with every tag filled to its limit 20 MB.
    package var answerBytes = 64 << 20
    /// Records of one answer. AWS gives at most 1,000, since no more are asked for; an emulator may give all it has.
    package var answerRecords = 100_000

    /// Pages of one listing. EC2 may fill them as it likes.
    package var listingPages = 2_000
    /// Records of one listing. 100,000 VPCs in a region are far more than its quota.
    package var listingRecords = 500_000
    package var listingBytes = 1 << 30

    /// Exchanges of one run: 10,000 accounts of 17 regions make 370,000.
    package var runExchanges = 600_000
    /// Records of one run: those accounts have 300,000 VPCs and as many flow logs.
    package var runRecords = 1_000_000
    /// Bytes of all answers of one run. Those VPCs and flow logs make 1 GB.
    package var runBytes = 8 << 30
    /// Bytes of the lines that tell of a run's exchanges.
    package var runLines = 1 << 30

    /// What a package may have of them: what a full run does not ask any more has its lines too.
    package var packageExchanges = 1_000_000
    package var packageLines = 5 << 28
    /// Parameters of all its exchanges: about one a record that is asked about by its id, and a few each.
    package var packageParameters = 8_000_000

    package init() {}
}
