import Foundation
import Synchronization

@testable import CLI

/// Feeds a reader with whatever libFuzzer thinks of: `Fuzz NAME [FOLDER…] [-option=value…]`, as libFuzzer takes them.
/// Ends with 77 where a reader crashed, and leaves the input that did it. Without a name it lists what there is.
/// `Fuzz exhibit …` is the command itself, which makes the packages that are altered.
@main enum Fuzz {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "exhibit" {
            let typed = Array(arguments.dropFirst())
            return try waiting { await Exhibit.start(typed, environment: [:]) }
        }
        guard let target = FuzzTarget.all.first(where: { $0.name == arguments.first })
        else { return print(FuzzTarget.all.map(\.name).joined(separator: "\n")) }
        chosen.withLock { $0 = target }
        var rest = CommandLine.unsafeArgv.advanced(by: 1)
        var count = CommandLine.argc - 1
        exit(
            runDriver(&count, &rest) { bytes, count in
                let target = Fuzz.chosen.withLock(\.self)
                target?.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
                return 0
            })
    }

    private static let chosen = Mutex<FuzzTarget?>(nil)
}

/// libFuzzer calls, and waits for an answer.
func waiting<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Result<Value, any Error>?>(nil)
    Task {
        let found: Result<Value, any Error>
        do { found = .success(try await body()) } catch { found = .failure(error) }
        result.withLock { $0 = found }
        done.signal()
    }
    done.wait()
    guard let found = result.withLock(\.self) else { throw CancellationError() }
    return try found.get()
}

/// What is made once and stays. The leak sanitizer does not see what pointers with Swift's marks in them lead to.
func kept<Value>(_ make: () throws -> Value) -> Result<Value, any Error> {
    beginLeaking()
    defer { endLeaking() }
    return Result(catching: make)
}

/// Source: LLVM's sanitizer/lsan_interface.h
@_silgen_name("__lsan_disable") private func beginLeaking()
@_silgen_name("__lsan_enable") private func endLeaking()

/// libFuzzer's own loop. Source: https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ read: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
