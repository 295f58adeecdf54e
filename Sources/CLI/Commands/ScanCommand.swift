import ArgumentParser
import Evidence
import Logging
import Scan

struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Scan an AWS account and write an evidence package.",
        discussion: """
            Credentials come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. Every region \
            that is enabled for the account is read, unless --region limits them. A region that cannot be read \
            becomes a gap, with AWS's own code, message and request id, and harms no other.

            EXAMPLES
              exhibit scan
              exhibit scan --region eu-central-1 --region eu-west-1 -R
              exhibit scan --policy cis --output evidence --replace
            """)

    @Option(
        name: .customLong("region"),
        help: ArgumentHelp(
            "A region to read, repeatable (default: every enabled region).", valueName: "name"))
    var regions: [String] = []

    @Option(
        name: .customLong("endpoint-url"),
        help: ArgumentHelp(
            "Ask here instead of AWS (also AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_EC2, AWS_ENDPOINT_URL_STS).",
            valueName: "url"))
    var endpointURL: String?

    @Option(help: ArgumentHelp("How many calls may be under way at once.", valueName: "number"))
    var concurrency = 32

    @Option(help: ArgumentHelp("How long to wait for each answer, in seconds.", valueName: "seconds"))
    var timeout = 60

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

    @OptionGroup(title: "Judging options") var judging: JudgingOptions
    @OptionGroup(title: "Output options") var output: OutputOptions

    func validate() throws {
        do {
            for region in regions { _ = try Region(region, from: "--region") }
            if let endpointURL { _ = try Endpoint(endpointURL, from: "--endpoint-url") }
        } catch {
            throw ValidationError("\(error)")
        }
        if !(1...1000).contains(concurrency) { throw ValidationError("--concurrency must be from 1 to 1000") }
        if !(1...3600).contains(timeout) { throw ValidationError("--timeout must be from 1 to 3600 seconds") }
    }

    func run() async throws {
        let context = RunContext.system
        var limits = TransportLimits()
        limits.read = .seconds(timeout)
        let transport = NetworkTransport(limits: limits)
        let scan = ScanRun(context: context, judging: judging, output: output, source: .live, regions: regions) {
            [try await session(context, transport)]
        }
        let result: Result<Void, any Error>
        do { result = .success(try await scan.run()) } catch { result = .failure(error) }
        do { try await transport.shutdown() } catch { Terminal.complain("the connections were not closed: \(error)") }
        try result.get()
    }

    /// Where the environment says, else in the partition of the first region that was asked for.
    private func homeRegion(_ environment: [String: String]) throws -> Region {
        let isSet = ["AWS_REGION", "AWS_DEFAULT_REGION"].contains { environment[$0]?.isEmpty == false }
        guard !isSet, let first = regions.first else {
            return try Region.home(AWSSettings(environment: environment))
        }
        return try Region(Partition.of(region: first).globalRegion)
    }

    private func session(_ context: RunContext, _ transport: NetworkTransport) async throws -> LiveSession {
        let environment = context.environment
        var logger = Logger(label: "exhibit") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = logLevel.level
        let credentials = EnvironmentCredentials(environment, now: context.clock)
        // Missing credentials are said before anything is asked.
        _ = try await credentials.credentials()
        return LiveSession(
            homeRegion: try homeRegion(environment),
            endpoints: try Endpoints(custom: endpointURL, settings: AWSSettings(environment: environment)),
            credentials: credentials, transport: transport, slots: CallSlots(concurrency),
            retries: try RetryPolicy(environment: environment), version: BuildInfo.version, logger: logger)
    }
}
