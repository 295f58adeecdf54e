import Foundation
import Synchronization

/// Feeds a reader with whatever libFuzzer thinks of: `Fuzz NAME [FOLDER…] [-option=value…]`, as libFuzzer takes them.
/// Without a name it lists what there is. Ends with 77 where a reader crashed, and leaves the input that did it.
@main enum Fuzz {
    static func main() {
        guard CommandLine.arguments.count > 1,
            let target = FuzzTarget.all.first(where: { $0.name == CommandLine.arguments[1] })
        else { return print(FuzzTarget.all.map(\.name).joined(separator: "\n")) }
        chosen.withLock { $0 = target }
        var arguments = CommandLine.unsafeArgv.advanced(by: 1)
        var count = CommandLine.argc - 1
        exit(
            runDriver(&count, &arguments) { bytes, count in
                let target = Fuzz.chosen.withLock(\.self)
                target?.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
                return 0
            })
    }

    private static let chosen = Mutex<FuzzTarget?>(nil)
}

/// libFuzzer's own loop. Source: https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ read: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
