package import Evidence

/// The files that make a folder a bag, held against what a run writes into them.
package enum BagFiles {
    static let info = "bag-info.txt"
    static let declaration = "bagit.txt"
    /// Keeps git from converting line ends. It says nothing else, and whoever leaves out hidden files may leave it out.
    package static let gitAttributes = ".gitattributes"

    static let declarationText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    static let gitAttributesText = "* -text\n"
    static let gitAttributesHash = sha256Hex(Array(gitAttributesText.utf8))

    private static let limit = 16 << 20
    /// Lines that this version writes and an earlier one did not.
    private static let later: Set = ["Exhibit-Endpoint"]

    package struct Check: Sendable, Hashable {
        /// A sentence each.
        package var differences: [String]
        /// bag-info.txt describes the run in other words than this version does.
        package var hasOtherWords = false

        package init(differences: [String] = []) {
            self.differences = differences
        }
    }

    /// - Parameter lines: those that this version writes, and in which order.
    static func check(info bytes: [UInt8], against lines: [String], byOtherVersion: Bool) -> Check {
        var check = Check()
        guard bytes.last == UInt8(ascii: "\n") else {
            return Check(differences: ["\(info) ends in the middle of a line"])
        }
        var found = bytes.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        for line in lines {
            if let next = found.first, next.elementsEqual(line.utf8) {
                found.removeFirst()
                continue
            }
            let label = String(line.prefix { $0 != ":" })
            if byOtherVersion, later.contains(label) { continue }
            if byOtherVersion, label == "External-Description", let next = found.first,
                next.starts(with: "External-Description: ".utf8)
            {
                check.hasOtherWords = true
                found.removeFirst()
                continue
            }
            guard let next = found.first else {
                return Check(differences: ["\(info) lacks “\(line)”"])
            }
            return Check(
                differences: ["\(info) says “\(shown(next))”, where this run writes “\(String(line.prefix(200)))”"])
        }
        if let next = found.first {
            check.differences.append("\(info) says “\(shown(next))”, which this run does not write")
        }
        return check
    }

    private static func shown(_ line: ArraySlice<UInt8>) -> String {
        String(decoding: line.prefix(200), as: UTF8.self).visible()
    }

    fileprivate static func bytes(of file: String, in files: PackageFiles) throws(PackageError) -> [UInt8] {
        try files.read(file, atMost: limit, heldTo: .firstReading)
    }
}

extension OpenPackage {
    /// What the files that make it a bag say and this run would not have written, or do not say and it would have.
    /// - Parameters:
    ///   - octets: the bytes of all that lies in `data/`, as they were hashed.
    ///   - byOtherVersion: that may have described the run in other words.
    package func bagFiles(
        _ bagInfo: BagInfo, of run: Run, octets: Int, byOtherVersion: Bool
    ) throws(PackageError) -> BagFiles.Check {
        let lines = bagInfo.lines(for: run, octets: octets, files: payload?.entries.count ?? 0)
        var check: BagFiles.Check
        do {
            check = BagFiles.check(
                info: try BagFiles.bytes(of: BagFiles.info, in: files), against: lines, byOtherVersion: byOtherVersion)
            let declaration = try BagFiles.bytes(of: BagFiles.declaration, in: files)
            if !declaration.elementsEqual(BagFiles.declarationText.utf8) {
                check.differences.append("\(BagFiles.declaration) is not what every bag of Exhibit begins with")
            }
        } catch let error where !error.isOfSystem {
            return BagFiles.Check(differences: [error.description])
        }
        let attributes = tags?.entries.first { $0.path == BagFiles.gitAttributes }
        if let attributes, attributes.sha256 != BagFiles.gitAttributesHash {
            check.differences.append("\(BagFiles.gitAttributes) is not as Exhibit writes it")
        }
        if attributes == nil, !byOtherVersion {
            check.differences.append("\(BagFiles.gitAttributes) is not listed in \(Manifest.tags)")
        }
        return check
    }
}
