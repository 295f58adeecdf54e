/// What settings and credentials are found in: the environment, files, other programs, and the network beside the
/// calls that a scan makes.
package struct Surroundings: Sendable {
    package var environment: [String: String]
    package var files: any SettingFiles
    package var programs: any ProgramRunner
    /// For the services that give credentials. It is not the one that EC2 is asked through.
    package var transport: any HTTPTransport
    /// Asks the person at the terminal for one line, as for an MFA code; nil where nobody sits there.
    package var prompt: (@Sendable (_ question: String) async throws -> String)?
    package var effects: Effects
    /// How far AWS's clock is ahead, as all calls find out together.
    package var clock: ClockOffset
    /// The header User-Agent.
    package var userAgent: String

    package init(
        environment: [String: String], files: any SettingFiles, programs: any ProgramRunner,
        transport: any HTTPTransport, prompt: (@Sendable (String) async throws -> String)? = nil,
        effects: Effects = .real, clock: ClockOffset = ClockOffset(), userAgent: String = "exhibit"
    ) {
        self.environment = environment
        self.files = files
        self.programs = programs
        self.transport = transport
        self.prompt = prompt
        self.effects = effects
        self.clock = clock
        self.userAgent = userAgent
    }
}
