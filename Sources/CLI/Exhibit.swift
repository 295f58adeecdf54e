import ArgumentParser
import Evidence
import Foundation
import Scan

@main
enum Main {
    static func main() async {
        StandardStreams.occupy()
        // A reader that goes away must not take the exit status with it.
        signal(SIGPIPE, SIG_IGN)
        // A file that grows beyond its limit is a write that fails, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        await Exhibit.start(
            Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
    }
}

/// The command `exhibit`: parses, wires, and returns an exit status.
struct Exhibit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exhibit",
        abstract: "Proves whether the VPCs of AWS accounts have working flow logs.",
        discussion: """
            Check \(control.checkId); \(control.benchmark.name) v\(control.benchmark.version), \(control.benchmark.id). \
            Every run writes an evidence package: reports that agree, beside the raw answers of AWS that they follow from.

            EXAMPLES
              exhibit demo                         look at a report without an account
              exhibit scan                         every region enabled for your credentials
              exhibit scan --region eu-central-1 -R --output evidence/
              exhibit report evidence/             judge and render again, without AWS
              exhibit verify evidence/             prove that it is whole and follows from AWS's answers
              exhibit sign evidence/ --key ~/.ssh/id_ed25519
              exhibit diff evidence-of-may/ evidence/   what changed between two packages
              exhibit exceptions check             the exceptions of exhibit.yml, before a scan uses them
              exhibit remediate evidence/ --as terraform --output fixes   the fixes, to review
              exhibit config show                  what is in force, from exhibit.yml and elsewhere

            EXIT STATUS (scan, demo, report)
              0  complete, nothing failed (or --exit-zero)
              1  complete, at least one VPC failed
              2  could not run: credentials, identity or regions unreadable, network, unreadable package
              3  incomplete: something not assessed, nothing failed
              5  incomplete, and at least one VPC failed
              64 usage
            """,
        version: BuildInfo.version,
        subcommands: [
            ScanCommand.self, DemoCommand.self, ReportCommand.self, VerifyCommand.self, DiffCommand.self,
            SignCommand.self, RemediateCommand.self, ControlsCommand.self, ExceptionsCommand.self, ConfigCommand.self,
        ])

    private static let control = Control.vpcFlowLogging.description
}

/// What this binary is.
enum BuildInfo {
    static let version = "0.2.0"
}
