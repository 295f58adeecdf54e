import Foundation

/// What the compiler may have built into the tests, and into the programs beside them: see `make sanitize`.
package enum Sanitizer {
    package static let isAddress = isLinked("__asan_init")
    package static let isThread = isLinked("__tsan_init")
    package static let isAbsent = !isAddress && !isThread

    /// How many times longer what is waited for may take.
    package static let patience = isAbsent ? 1 : 10

    /// How it is to tell what it finds: every program that is built with it has to know.
    package static let options = ProcessInfo.processInfo.environment.filter {
        ["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "LD_PRELOAD"].contains($0.key)
    }

    /// From now on this process tells what is found to stderr, not to the folder of reports: it is what a test expects.
    package static func tellStderr() throws {
        typealias SetPath = @convention(c) (UnsafePointer<CChar>) -> Void
        guard let setPath = address(of: "__sanitizer_set_report_path") else { throw Missing() }
        unsafeBitCast(setPath, to: SetPath.self)("stderr")
    }

    private struct Missing: Error {}

    private static func isLinked(_ symbol: String) -> Bool { address(of: symbol) != nil }

    private static func address(of symbol: String) -> UnsafeMutableRawPointer? {
        guard let program = dlopen(nil, RTLD_NOW) else { return nil }
        defer { dlclose(program) }
        return dlsym(program, symbol)
    }
}
