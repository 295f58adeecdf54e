import Evidence
import Foundation
import Report
import Testing

@Suite struct ReportFormatTests {
    @Test func namesAndFilesAreUnique() {
        #expect(Set(ReportFormat.all.map(\.name)).count == ReportFormat.all.count)
        // The two profiles of JUnit stand for one another.
        let files = ReportFormat.all.filter { $0.name != ReportFormat.junitExtended.name }.map(\.file)
        #expect(Set(files).count == ReportFormat.all.count - 1)
        #expect(ReportFormat.junitExtended.file == ReportFormat.junit.file)
    }

    @Test(arguments: ReportFormat.all.map(\.name))
    func everyReportPrintsTheDigestAndIsTheSameTwice(_ name: String) throws {
        let format = try #require(ReportFormat.all.first { $0.name == name })
        for dossier in [SampleDossier.everything, SampleDossier.clean] {
            let bytes = try format.bytes(of: dossier)
            let digest = dossier.digest.dropFirst("sha256:".count)
            #expect(String(decoding: bytes, as: UTF8.self).contains(digest.prefix(12)))
            #expect(try format.bytes(of: dossier) == bytes)
        }
    }

    /// An output that is full stops the report: half a report never looks whole.
    @Test(arguments: ReportFormat.all.map(\.name))
    func whatTheOutputThrowsComesOut(_ name: String) throws {
        let format = try #require(ReportFormat.all.first { $0.name == name })
        #expect(throws: (any Error).self) { try format.render(SampleDossier.everything, FullOutput()) }
    }

    private final class FullOutput: Output {
        struct Full: Error {}
        func write(_ bytes: UnsafeRawBufferPointer) throws { throw Full() }
    }
}
