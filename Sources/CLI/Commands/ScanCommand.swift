import AWS
import ArgumentParser
import Evidence
import Logging
import Scan

struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Scan AWS accounts and write an evidence package.",
        discussion: """
            Credentials are found as the AWS CLI finds them. Every region that is enabled for an account is read, \
            unless --region limits them. A region or an account that cannot be read becomes a gap, with AWS's own \
            code, message and request id, and harms no other.

            The first SIGINT (Ctrl-C) or SIGTERM stops the asking: what was read becomes an incomplete package, and \
            the exit status is 3 or 5, whatever --exit-zero says. The second ends the program at once.

            EXAMPLES
              exhibit scan
              exhibit scan --profile audit --region eu-central-1,eu-west-1 -R
              exhibit scan --role-arn arn:aws:iam::111122223333:role/audit --external-id k7
              exhibit scan --accounts accounts.txt --policy cis --output evidence --replace
              exhibit scan --min-retention 365 --check-records 24 --since 2026-01-01
            """)

    @OptionGroup(title: "Account options") var accounts: AccountOptions
    @OptionGroup(title: "Region options") var regions: RegionOptions

    @Option(
        name: .customLong("endpoint-url"),
        help: ArgumentHelp(
            "Ask here instead of AWS (also AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_EC2, AWS_ENDPOINT_URL_STS).",
            valueName: "url"))
    var endpointURL: String?

    @Option(help: ArgumentHelp("How many calls may be under way at once.", valueName: "number"))
    var concurrency = 32

    @Option(
        help: ArgumentHelp(
            "How long one attempt of a call may take, from the first byte sent to the last received, in seconds.",
            discussion: "An endpoint that sends nothing for 60 seconds is given up before that.",
            valueName: "seconds"))
    var timeout = 300

    @Option(
        name: .customLong("log-level"),
        help: ArgumentHelp(
            "What is told on stderr as it happens: debug shows every call to AWS.", valueName: "level"))
    var logLevel: LogLevel = .warning

    enum LogLevel: String, ExpressibleByArgument, CaseIterable {
        case debug, info, warning, error

        var level: Logger.Level {
            switch self {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        }
    }

    @OptionGroup(title: "Depth options") var depth: DepthOptions
    @OptionGroup(title: "Judging options") var judging: JudgingOptions
    @OptionGroup(title: "Input options") var given: InputOptions
    @OptionGroup(title: "Output options") var output: OutputOptions
    @OptionGroup(title: "Configuration options") var configurationFile: ConfigurationOptions

    func validate() throws {
        do {
            if let endpointURL { _ = try Endpoint(endpointURL, from: "--endpoint-url") }
        } catch {
            throw ValidationError("\(error)")
        }
        if !(1...1000).contains(concurrency) { throw ValidationError("--concurrency must be from 1 to 1000") }
        if !(1...3600).contains(timeout) { throw ValidationError("--timeout must be from 1 to 3600 seconds") }
    }

    func run() async throws {
        let context = RunContext.system
        let (live, transport) = try await Failures.value { try prepared(context) }
        let scan = ScanRun(
            context: context, depth: depth, judging: judging, given: given, output: output, source: .live,
            regions: regions.names,
            progress: live.progress, sessions: live.sessions,
            clockOffset: { [clock = live.surroundings.clock] in clock.milliseconds })
        let result: Result<Void, any Error>
        do { result = .success(try await scan.run()) } catch { result = .failure(error) }
        do { try await transport.shutdown(within: .milliseconds(500)) } catch {
            Terminal.complain("the connections were not closed: \(error)")
        }
        try result.get()
    }

    /// All that the command line, the environment and the files say, read before anything is asked.
    private func prepared(_ context: RunContext) throws -> (LiveAccounts, NetworkTransport) {
        let roles = try accounts.accounts()
        let progress = ProgressDisplay(
            .init(isWatched: context.isWatched, isQuiet: output.quiet, environment: context.environment),
            accounts: max(1, roles.count))
        let files = DiskFiles()
        let settings = try AWSSettings.load(
            environment: context.environment, files: files, profile: accounts.profile)
        var limits = TransportLimits()
        limits.whole = .seconds(timeout)
        limits.read = min(limits.read, limits.whole)
        // A call that waited for a connection would lose its time.
        limits.connectionsPerHost = max(limits.connectionsPerHost, concurrency)
        let transport = NetworkTransport(
            limits: limits, network: try NetworkSettings(settings: settings, files: files))
        let surroundings = Surroundings(
            environment: context.environment, files: files, programs: SystemPrograms(timeLimit: .seconds(60)),
            transport: transport, prompt: TerminalPrompt.ask,
            userAgent: "exhibit/\(BuildInfo.version)")
        let live = LiveAccounts(
            settings: settings, surroundings: surroundings, options: accounts, roles: roles, regions: regions.names,
            endpointURL: endpointURL, concurrency: concurrency, logger: logger, progress: progress)
        return (live, transport)
    }

    private var logger: Logger {
        let level = logLevel.level
        var logger = Logger(label: "exhibit") { _ in TerminalLog(logLevel: level) }
        logger.logLevel = level
        return logger
    }
}
