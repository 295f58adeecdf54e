import Evidence
import Foundation

/// What a package's folder holds, held against its manifests.
package struct FileCheck: Sendable {
    /// How many files are as they were sealed, and their bytes.
    package fileprivate(set) var files = 0
    package fileprivate(set) var bytes = 0
    /// The bytes of what the manifest lists in `data/`, as they were read.
    package fileprivate(set) var payloadBytes = 0
    /// SHA-256 and size of each file outside `data/` that could be read, by path, whatever the manifest says.
    package fileprivate(set) var tagFiles: [String: HashingFile.Digest] = [:]
    /// What lies beside the manifest over everything, as no manifest can list it: its signature, a time stamp.
    package fileprivate(set) var beside: [String] = []
    /// The first difference of each kind, a sentence each; empty when every file is as it was sealed.
    package var differences: [String] {
        problems.map(\.description) + found.sorted { $0.key < $1.key }.map(\.value.sentence)
    }
    /// What must have happened to it for these differences.
    package var causes: Set<Cause> {
        Set(found.keys.map(\.cause)).union(problems.map { $0.code == ENOENT ? .incomplete : .altered })
    }
    /// The files that are missing, or whose line ends were converted: there is no more to be said of them.
    package fileprivate(set) var unfit: Set<String> = []
    /// `.gitattributes` is listed and missing. It holds the same in every package, and nobody reads it.
    package fileprivate(set) var isGitAttributesMissing = false

    package enum Cause: Sendable, Hashable, CaseIterable {
        case altered
        /// Files are missing.
        case incomplete
        /// Something on the way converted line ends, or left files of its own.
        case carriedBadly
    }

    fileprivate enum Kind: Int, Comparable {
        case altered, missing, unlisted, misplaced, converted, litter

        var cause: Cause {
            switch self {
            case .altered, .unlisted, .misplaced: .altered
            case .missing: .incomplete
            case .converted, .litter: .carriedBadly
            }
        }

        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    fileprivate struct Found {
        var first: String
        var more = 0

        /// The others were not looked at.
        var isStopped = false

        var sentence: String {
            let others = isStopped ? "; what else is listed was not looked for" : ""
            return first + (more == 0 ? "" : " (and \(more) more\(others))")
        }
    }

    fileprivate var problems: [PackageError]
    /// Bytes that were read, whatever they were.
    fileprivate var read = 0
    fileprivate var found: [Kind: Found] = [:]

    fileprivate mutating func note(_ kind: Kind, _ sentence: String, _ more: Int = 0) {
        if found[kind] == nil { found[kind] = Found(first: sentence, more: more) } else { found[kind]?.more += 1 }
    }
}

extension OpenPackage {
    /// No file of a package is larger, nor are all of them together.
    private static let fileLimit = 4 << 30
    private static let sumLimit = 64 << 30
    /// Files that are listed and cannot be read, after which the others are not looked for.
    static let mostMissing = 1000
    /// Tag files that every package has. Source: RFC 8493, 2.1 and 2.2.
    package static let bagFiles = [BagFiles.info, BagFiles.declaration, Manifest.payload]

    /// Reads every file once and looks for what no manifest lists. Throws only when the system refuses to let
    /// a file be read; what is wrong with the package is in the result.
    package func checkFiles() throws(PackageError) -> FileCheck {
        var check = FileCheck(problems: problems)
        for file in converted { check.note(.converted, "\(file): \(LineEnds.addedCR.sentence)") }
        for (manifest, isPayload) in [(tags, false), (payload, true)] {
            for entry in manifest?.entries ?? [] {
                if entry.path.hasPrefix("data/") != isPayload {
                    check.note(.misplaced, "\(entry.path) is listed in the wrong manifest")
                }
                try hold(entry, isPayload, &check)
                if let missing = check.found[.missing], missing.more + 1 == Self.mostMissing {
                    check.found[.missing]?.isStopped = true
                    return check
                }
            }
        }
        let listed = Set((tags?.entries ?? []).map(\.path))
        for file in Self.bagFiles where tags != nil && !listed.contains(file) {
            check.note(.unlisted, "\(file) is not listed in \(Manifest.tags)")
        }
        try lookForStrangers(&check)
        return check
    }

    private func hold(_ entry: Manifest.Entry, _ isPayload: Bool, _ check: inout FileCheck) throws(PackageError) {
        let digest: HashingFile.Digest
        do {
            // The manifest was read already, and is what counts.
            digest =
                if entry.path == Manifest.payload, let payloadDigest {
                    payloadDigest
                } else {
                    try files.digest(of: entry.path, atMost: min(Self.fileLimit, Self.sumLimit - check.read))
                }
        } catch let error where !error.isOfSystem {
            let isMissing = error.code == ENOENT
            if isMissing, entry.path == BagFiles.gitAttributes, entry.sha256 == BagFiles.gitAttributesHash {
                check.isGitAttributesMissing = true
            } else {
                check.note(isMissing ? .missing : .altered, error.description)
                if isMissing { check.unfit.insert(entry.path) }
            }
            return
        }
        check.read += digest.bytes
        if isPayload { check.payloadBytes += digest.bytes } else { check.tagFiles[entry.path] = digest }
        guard digest.sha256 == entry.sha256 else {
            if let conversion = try files.conversion(of: entry.path, from: entry.sha256, atMost: Self.fileLimit) {
                check.unfit.insert(entry.path)
                return check.note(.converted, "\(entry.path): \(conversion.sentence)")
            }
            let manifest = isPayload ? Manifest.payload : Manifest.tags
            check.note(.altered, "\(entry.path) was altered: its SHA-256 is not the one in \(manifest)")
            return
        }
        check.files += 1
        check.bytes += digest.bytes
    }

    /// The manifest over everything cannot list itself, nor what is made over it.
    private func lookForStrangers(_ check: inout FileCheck) throws(PackageError) {
        let listed = Set(((tags?.entries ?? []) + (payload?.entries ?? [])).map(\.path) + [Manifest.tags])
        var folders: Set<String> = ["data/"]
        for file in listed {
            var path = file[...]
            while let slash = path.lastIndex(of: "/") {
                guard folders.insert(String(path[...slash])).inserted else { break }
                path = path[..<slash]
            }
        }
        for file in Manifest.madeOverTags where try files.folder.isFile(file) { check.beside.append(file) }
        // Without both manifests nobody can say what belongs there.
        guard tags != nil, payload != nil else { return }
        let known = listed.union(check.beside).union([Manifest.payload])
        let strangers = try files.folder.strangers(beside: known, in: folders)
        if let stranger = strangers.other {
            check.note(.unlisted, "\(stranger.visible()) is there, but no manifest lists it")
        }
        if let (path, what) = strangers.litter {
            check.note(.litter, "\(path.visible()) is there, but no manifest lists it: \(what)", strangers.moreLitter)
        }
    }
}
