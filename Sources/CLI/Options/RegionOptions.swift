import ArgumentParser
import Foundation
import AWS

/// Which regions are read.
struct RegionOptions: ParsableArguments {
    @Option(
        name: .customLong("region"),
        help: ArgumentHelp(
            "Regions to read (default: every enabled region).",
            discussion: DeclaredHelp.list, valueName: "names"
        ).allowedInFoundFile,
        transform: Self.parse)
    private var lists: [[String]] = []

    /// Each once, in the order they were given.
    var names: [String] {
        var seen: Set<String> = []
        return lists.joined().filter { seen.insert($0).inserted }
    }

    private static func parse(_ list: String) throws -> [String] {
        try list.split(separator: ",", omittingEmptySubsequences: false).map { item in
            let name = item.trimmingCharacters(in: .whitespaces)
            guard !["all", "*", "any", "every", "global"].contains(name.lowercased()) else {
                throw ValidationError(
                    "'\(name)' is not the name of a region; leave --region out to read every enabled region")
            }
            do {
                _ = try Region(name, from: "--region")
            } catch {
                throw ValidationError("\(error)\(RegionNames.hint(for: name))")
            }
            guard RegionNames.isShaped(name) else {
                throw ValidationError(
                    "'\(name)' is not the name of a region, as eu-west-1 is\(RegionNames.hint(for: name))")
            }
            return name
        }
    }
}
