/// What a scan tells of itself while it runs.
package enum ScanEvent: Sendable, Hashable {
    /// Every account was asked which regions it has; so many will be read in all.
    case began(accounts: Int, regions: Int)
    /// Nothing of an account can be read.
    case accountFailed(account: String)
    case regionBegan(account: String, region: String)
    /// A page of a listing came, with so many records.
    case page(account: String, region: String, action: String, records: Int)
    /// A region was read as far as it could be. `vpcs` is nil where none could be listed.
    case regionEnded(account: String, region: String, vpcs: Int?, isWhole: Bool)

    /// All regions of an account were read; so many destinations of its flow logs are asked about.
    case destinationsBegan(account: String, count: Int)
    case destinationEnded(account: String)

    package typealias Observer = @Sendable (ScanEvent) -> Void
}
