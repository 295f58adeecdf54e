import Bag
import Evidence
import Foundation
import Testing

@Suite struct DestinationTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func aFileIsRefused() throws {
        try scratch.write("x", to: "file")
        #expect(refusal("file") == "\(scratch["file"]) is not a folder; choose another path")
        #expect(refusal("file/inside") == "\(scratch["file"]) is not a folder")
        #expect(refusal("file", replace: true) != nil)
    }

    @Test func aFolderThatIsNotEmptyIsRefused() throws {
        try scratch.makeFolder("full")
        try scratch.write("x", to: "full/.hidden")
        #expect(
            refusal("full") == "\(scratch["full"]) is not empty; pass --replace to replace it if it is an Exhibit "
                + "package, or choose another folder")
        #expect(refusal("full/", replace: false) == refusal("full"))
    }

    @Test func missingAndEmptyFoldersAreTaken() throws {
        try scratch.makeFolder("empty")
        #expect(refusal("empty") == nil)
        #expect(refusal("empty/", replace: true) == nil)
        #expect(refusal("missing/deeper/still") == nil)
        #expect(try scratch.names() == ["empty"])
    }

    @Test func aLinkIsRefusedWhereverItPoints() throws {
        try scratch.makeFolder("empty")
        try scratch.link("link", to: "empty")
        try scratch.link("dangling", to: "nowhere")
        for name in ["link", "link/", "dangling"] {
            #expect(refusal(name, replace: true)?.hasSuffix("is a link; name the folder that is meant") == true)
        }
    }

    @Test func placesThatAreNeverReplaced() throws {
        try scratch.makeFolder("home")
        #expect(
            refusal("home", home: scratch["home"])
                == "\(scratch["home"]) is your home folder; choose another folder")
        #expect(throws: PackageError("/ cannot be replaced; choose another folder")) {
            try Destination.exact(path: "//", replace: true)
        }
        #expect(throws: PackageError("the path of the output folder is empty")) {
            try Destination.exact(path: "", replace: false)
        }
        for here in [".", "./", "./.", FileManager.default.currentDirectoryPath] {
            let text = failure { _ = try Destination.exact(path: here, replace: true) }
            #expect(text?.contains("is, or is around, the folder you are in") == true)
        }
    }

    /// /proc is a mount point on every Linux.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self"), "needs /proc"))
    func aMountPointIsRefused() {
        let text = failure { _ = try Destination.exact(path: "/proc", replace: true) }
        #expect(text == "/proc is a mount point, which cannot be replaced; choose a folder inside it")
    }

    @Test func hostileNamesAreShownNotActed() throws {
        try scratch.write("x", to: "a\u{1B}[31m")
        #expect(refusal("a\u{1B}[31m")?.contains("a␛[31m is not a folder") == true)
        #expect(throws: PackageError.self) { try Destination.automatic(root: "") }
        try scratch.write("x", to: "out")
        #expect(throws: PackageError("\(scratch["out"]) is not a folder")) {
            try Destination.automatic(root: scratch["out"])
        }
    }

    @Test func onlyAnExhibitPackageIsReplaced() throws {
        try scratch.makeFolder("photos")
        try scratch.write("x", to: "photos/cat.jpg")
        #expect(refusal("photos", replace: true) == reason("photos", "it is no Exhibit package (bagit.txt is missing)"))
        try scratch.write("BagIt-Version: 1.0", to: "photos/bagit.txt")
        #expect(
            refusal("photos", replace: true) == reason("photos", "it is no Exhibit package (data/run.json is missing)"))
        try scratch.makeFolder("photos/data")
        try scratch.write("[]", to: "photos/data/run.json")
        #expect(
            refusal("photos", replace: true)
                == reason("photos", "it is no Exhibit package (manifest-sha256.txt is missing)"))
        for (run, why) in [
            ("[]", "data/run.json names no program"), (#"{"tool":{"name":"other"}}"#, "made by “other”"),
        ] {
            try scratch.write(run, to: "photos/data/run.json")
            let hash = sha256Hex(Array(run.utf8))
            try scratch.write("\(hash)  data/run.json\n", to: "photos/manifest-sha256.txt")
            try scratch.write("\(hash)  bagit.txt\n", to: "photos/tagmanifest-sha256.txt")
            #expect(refusal("photos", replace: true) == reason("photos", "it is no Exhibit package (\(why))"))
        }
    }

    @Test func aPackageWithSomethingOfTheUsersIsNotReplaced() throws {
        try Samples.write(to: .exact(path: scratch["package"], replace: false))
        #expect(refusal("package", replace: true) == nil)
        try scratch.write("signature", to: "package/tagmanifest-sha256.txt.sig")
        #expect(refusal("package", replace: true) == nil)
        try scratch.write("mine", to: "package/data/notes.txt")
        #expect(
            refusal("package", replace: true)
                == reason("package", "it holds data/notes.txt, which is no part of the package"))
        try scratch.remove("package/data/notes.txt")
        try scratch.write("garbage\n", to: "package/manifest-sha256.txt")
        #expect(
            refusal("package", replace: true)
                == reason("package", "manifest-sha256.txt line 1 is not a SHA-256, two spaces and a path"))
    }

    /// Beside the manifest over everything only its signature is Exhibit's own.
    @Test func whatAUserKeepsBesideTheManifestStays() throws {
        try Samples.write(to: .exact(path: scratch["package"], replace: false))
        let signature = "tagmanifest-sha256.txt.sig"
        for (name, make) in [
            ("\(signature)/notes.txt", { try self.scratch.makeFolder("package/\(signature)") }),
            (signature, { try self.scratch.link("package/\(signature)", to: "/etc") }),
            ("tagmanifest-sha256.txt.tsr", {}),
            (
                "tagmanifest-sha256.txt.d/mine",
                {
                    try self.scratch.makeFolder("package/tagmanifest-sha256.txt.d")
                }
            ),
        ] as [(String, () throws -> Void)] {
            try make()
            if name != signature { try scratch.write("mine", to: "package/\(name)") }
            #expect(
                refusal("package", replace: true)
                    == reason("package", "it holds \(name), which is no part of the package"))
            try scratch.remove("package/\(name.split(separator: "/")[0])")
        }
        try scratch.write("left behind", to: "package/\(signature).partial-1")
        #expect(refusal("package", replace: true) == nil)
    }

    @Test func whatLiesInAPackageIsKnownByWhateverPath() throws {
        try Samples.write(to: .exact(path: scratch["package"], replace: false))
        try Samples.write(to: .exact(path: scratch["other"], replace: false))
        try scratch.link("up", to: ".")
        try scratch.link("latest", to: "package")
        let package = try EvidencePackage(at: scratch["latest"])
        func isWithin(_ name: String) throws -> Bool {
            try Destination.exact(path: scratch[name], replace: true).isWithin(package)
        }
        for name in ["package", "package/", "up/package", "other/../package", "package/."] {
            #expect(try isWithin(name), "\(name)")
        }
        #expect(
            refusal("package/new/new")
                == "\(scratch["package/new/new"]) would change the package \(scratch["package"]); choose a folder "
                + "outside it")
        for name in ["other", "new", "package-2", "up/new"] { #expect(try !isWithin(name), "\(name)") }
        #expect(throws: PackageError.self) { try Destination.automatic(root: scratch["latest/out"]) }
        #expect(try !Destination.automatic(root: scratch["out"]).isWithin(package))
    }

    /// When the missing folder is made, the path would lead to the package that nobody looked at.
    @Test func aPathBackFromWhatIsMissingIsRefused() throws {
        try Samples.write(to: .exact(path: scratch["package"], replace: false))
        #expect(
            refusal("missing/../package", replace: true)
                == "cannot look at \(scratch["missing/.."]): No such file or directory")
    }

    private func refusal(_ name: String, replace: Bool = false, home: String? = nil) -> String? {
        failure { _ = try Destination.exact(path: scratch[name], replace: replace, home: home) }
    }

    private func reason(_ name: String, _ text: String) -> String { "\(scratch[name]) is not replaced: \(text)" }
}
