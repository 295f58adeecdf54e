import Evidence
import Foundation
import Report
import Scan
import Support
import XML

/// Parts of Exhibit by themselves, for the scripts beside this folder.
///
///     measure parse FILE          a DescribeVpcs answer to typed records, in pieces of 64 KiB
///     measure junit VPCS FILE     report.junit.xml of a generated estate, the second one, to nowhere; then to FILE
///     measure parts               the names of the parts that callgrind counts
///     measure part NAME VPCS      that part once, within `measured`, for a generated estate
@main enum Measure {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch (arguments.first, arguments.dropFirst().first, arguments.dropFirst(2).first) {
        case ("parse", let path?, nil): try parse(path)
        case ("junit", let vpcs?, let path?): try await junit(count(vpcs), path)
        case ("parts", nil, nil): parts.forEach { print($0) }
        case ("part", let name?, let vpcs?): try await part(name, count(vpcs))
        default: throw Usage()
        }
    }

    private struct Usage: Error {}

    private static func count(_ text: String) throws -> Int {
        guard let count = Int(text), count > 0 else { throw Usage() }
        return count
    }

    private static func parse(_ path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { throw CocoaError(.fileReadNoSuchFile) }
        let before = peakMemory()
        var records = 0
        var identifiers = 0
        var bytes = 0
        let seconds = try timed {
            _ = try XMLReader.read(
                roots: ["DescribeVpcsResponse"], recordsIn: "vpcSet",
                each: { item in
                    let vpc = try Listing.vpcs.read(item)
                    records += 1
                    identifiers += vpc.vpcId.utf8.count
                },
                from: {
                    let piece = try [UInt8](unsafeUninitializedCapacity: 65536) { free, count in
                        let filled = Foundation.read(file.fileDescriptor, free.baseAddress, free.count)
                        guard filled >= 0 else { throw CocoaError(.fileReadUnknown) }
                        count = filled
                    }
                    bytes += piece.count
                    return piece.isEmpty ? nil : piece
                })
        }
        tell(records: records, bytes: bytes, seconds: seconds, grown: peakMemory() - before)
    }

    private static func junit(_ vpcs: Int, _ path: String) async throws {
        let dossier = try await SampleRun.of(.generated(vpcs: vpcs, seed: 1)).dossier
        let before = peakMemory()
        // Within the first, the allocator clears up what making the estate has left.
        try ReportFormat.junit.render(dossier, CountingOutput())
        let nowhere = CountingOutput()
        let seconds = try timed { try ReportFormat.junit.render(dossier, nowhere) }
        let grown = peakMemory() - before
        let kept = MemoryOutput()
        try ReportFormat.junit.render(dossier, kept)
        try Data(kept.bytes).write(to: URL(fileURLWithPath: path))
        tell(records: vpcs, bytes: nowhere.bytes, seconds: seconds, grown: grown)
    }

    private static let formats = ReportFormat.all.filter { !$0.comesLast }
    private static let parts = ["parse"] + formats.map(\.name)

    private static func part(_ name: String, _ vpcs: Int) async throws {
        let run = try await SampleRun.of(.generated(vpcs: vpcs, seed: 1), remediation: true)
        if let format = formats.first(where: { $0.name == name }) {
            let nowhere = CountingOutput()
            try measured { try format.render(run.dossier, nowhere) }
        } else if name == "parse" {
            let bodies = try run.dossier.exchanges.filter { $0.body != nil }
                .map { ($0.action, try run.store.body(of: $0)) }
            try measured {
                for (action, body) in bodies {
                    if action == Listing.vpcs.action { _ = try Listing.vpcs.page(from: body) }
                    if action == Listing.flowLogs.action { _ = try Listing.flowLogs.page(from: body) }
                }
            }
        } else {
            throw Usage()
        }
    }

    private static func timed(_ work: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        return try clock.measure(work) / .seconds(1)
    }

    /// The largest resident set so far, in bytes.
    private static func peakMemory() -> Int {
        var usage = rusage()
        #if os(Linux)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss * 1024
        #else
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #endif
    }

    private static func tell(records: Int, bytes: Int, seconds: Double, grown: Int) {
        print(#"{"records":\#(records),"bytes":\#(bytes),"seconds":\#(seconds),"grown":\#(grown)}"#)
    }
}

/// What callgrind looks for by its name; it is never called within itself.
@inline(never) private func measured(_ work: () throws -> Void) rethrows { try work() }

/// Counts what is written and keeps nothing.
private final class CountingOutput: Output {
    private(set) var bytes = 0

    func write(_ bytes: UnsafeRawBufferPointer) throws { self.bytes += bytes.count }
}
