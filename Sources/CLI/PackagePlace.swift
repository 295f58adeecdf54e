import Bag
import Evidence

/// Where a run's package goes, checked before anything is asked.
struct PackagePlace {
    let destination: Destination
    /// Whether the folder gets the name of the run.
    private let isNamedByRun: Bool

    /// Throws `UsageFailure` when what was asked for cannot be: before a scan, not after it.
    init(_ output: OutputOptions, in context: RunContext) throws(UsageFailure) {
        do {
            if let path = output.output {
                destination = try .exact(path: path, replace: output.replace)
            } else {
                destination = try .automatic(root: "out")
            }
            isNamedByRun = output.output == nil
        } catch {
            throw UsageFailure(description: error.description)
        }
    }

    func draft(runID: String) throws(PackageError) -> PackageDraft {
        try PackageDraft(for: destination, runID: runID)
    }

    /// `20261123T100405Z-111122223333`, or `…-demo`.
    func name(of run: Run) -> String {
        let time = run.startedAt.description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
        let who =
            switch (run.source, run.accounts.count) {
            case (.demo, _): "demo"
            case (.live, 1): run.accounts[0].id
            case (.live, let count): "\(count)-accounts"
            }
        return "\(time)-\(who)"
    }
}
