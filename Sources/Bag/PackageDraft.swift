package import Evidence
import Synchronization

/// A package in the making, in a hidden folder beside its destination. Nothing is seen of it there until
/// `publish` moves it as a whole; a draft that is not published takes all it wrote with it.
package final class PackageDraft: BodyStore {
    let destination: Destination
    let staging: Staging
    let state = Mutex(State())

    /// How far it is. What belongs in an earlier phase is refused in a later one.
    enum Phase {
        /// Takes bodies, inputs and reports.
        case open
        /// All that lies in `data/` is there: takes reports.
        case kept
        /// Every hash is written down: takes a signature.
        case closed
        case finished
    }

    struct State {
        var phase = Phase.open
        /// From `keep` on.
        var run: Run?
        /// The sizes of the bodies that wait, by their SHA-256.
        var bodies: [String: Int] = [:]
        /// What lies in the package by now, by path.
        var files: [String: HashingFile.Digest] = [:]
        var notices: [String] = []
    }

    /// Files that only `keep` and `close` write.
    private static let reserved = [
        BagFiles.declaration, BagFiles.info, BagFiles.gitAttributes, Manifest.payload, Manifest.tags, "data",
    ]

    /// Makes the folders that are missing, and removes what runs that are gone have left there.
    package init(for destination: Destination, runID: String) throws(PackageError) {
        self.destination = destination
        try destination.check()
        try FileSystem.makeFolders(destination.parent)
        let notices = Staging.sweep(destination.parent)
        staging = try Staging.create(in: destination.parent, runID: runID)
        state.withLock { $0.notices = notices }
    }

    /// What the user should be told beside success, a sentence each.
    package var notices: [String] { state.withLock(\.notices) }

    /// The SHA-256 of what lies in the package by now, by path.
    package var digests: [String: String] { state.withLock { $0.files.mapValues(\.sha256) } }

    /// Keeps a body until an exchange names it. The same body twice is kept once.
    package func put(_ body: [UInt8], sha256: String) throws(PackageError) {
        try state.withLock { state throws(PackageError) in
            try Self.check(state, [.open])
            guard state.bodies[sha256] == nil else { return }
            guard EvidenceRules.isSHA256(sha256) else {
                throw PackageError("“\(sha256.visible())” is not a SHA-256")
            }
            let file = try HashingFile(creating: "\(staging.bodies)/\(sha256)")
            try file.append(body)
            let digest = try file.finish()
            guard digest.sha256 == sha256 else {
                throw PackageError("a body of \(body.count) bytes has SHA-256 \(digest.sha256) instead of \(sha256)")
            }
            state.bodies[sha256] = body.count
        }
    }

    /// Writes a report, or an input of the run below `data/inputs/`. Throws what `content` throws, and
    /// a `PackageError` when the bytes cannot be kept.
    package func write(_ file: String, _ content: (any Output) throws -> Void) throws {
        let names = try PackagePath.names(in: file)
        let isInput = names.count > 2 && names.prefix(2) == ["data", "inputs"]
        guard isInput || names.count == 1 && !Self.reserved.contains(file) else {
            throw PackageError("\(file) is not for a report")
        }
        try state.withLock { state throws(PackageError) in
            try Self.check(state, isInput ? [.open] : [.open, .kept])
        }
        try add(file) { try content($0) }
    }

    /// Removes all that was written, unless it is published.
    package func discard() {
        state.withLock { $0.phase = .finished }
        staging.discard()
    }

    /// Writes one file of the package, whichever it is.
    func add(_ file: String, _ content: (HashingFile) throws -> Void) throws {
        try FileSystem.makeFolders(FileSystem.parent(of: "\(staging.package)/\(file)"))
        let output = try HashingFile(creating: "\(staging.package)/\(file)")
        try content(output)
        let digest = try output.finish()
        state.withLock { $0.files[file] = digest }
    }

    static func check(_ state: State, _ phases: Set<Phase>) throws(PackageError) {
        guard phases.contains(state.phase) else {
            throw PackageError("the package is finished; nothing can be added to it")
        }
    }
}
