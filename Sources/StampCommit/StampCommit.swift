import Foundation
import PackagePlugin

/// Tells the program which commit it is built from: `run.json` names it. Where git does not know, it is nil.
@main
struct StampCommit: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
        let folder = context.pluginWorkDirectoryURL
        // The file keeps its time while the commit is the same, so that nothing is compiled again.
        let script = """
            commit=$(git -C "$0" describe --always --dirty --abbrev=40 --exclude '*' 2>/dev/null)
            if [ -n "$commit" ]; then value="\\"$commit\\""; else value=nil; fi
            text="enum BuildCommit { static let value: String? = $value }"
            [ "$(cat "$1/BuildCommit.swift" 2>/dev/null)" = "$text" ] || echo "$text" > "$1/BuildCommit.swift"
            """
        return [
            .prebuildCommand(
                displayName: "Stamp the commit", executable: URL(filePath: "/bin/sh"),
                arguments: ["-c", script, context.package.directoryURL.path, folder.path],
                outputFilesDirectory: folder)
        ]
    }
}
