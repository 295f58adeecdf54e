import Evidence
import Foundation

/// What a person sees of a run. Text from AWS or a file is made visible before it comes here or here.
enum Terminal {
    static func say(_ text: String) throws {
        try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    }

    static func complain(_ text: String) {
        FileHandle.standardError.write(Data(("exhibit: " + text.visible() + "\n").utf8))
    }
}
