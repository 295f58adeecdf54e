import Evidence
import Foundation

@testable import CLI
@testable import AWS
@testable import Scan

/// What a repository's exhibit.yml and the files that options name say.
extension FuzzTarget {
    /// What a file sets is taken as if it had been typed, and is told; its exceptions are judged with.
    static let configuration = FuzzTarget("configuration") { bytes in
        let file = try ConfigurationFile(bytes, at: "exhibit.yml")
        for command in [["scan"], ["report", "package"]] { refusing(command) { try apply(bytes, to: $0) } }
        guard let section = try ExceptionsSection(of: file) else { return }
        expect(section.places.count == section.list.entries.count, "each exception has its place")
        if let day = Day("2026-11-23") {
            let check = ExceptionsCheck(section, on: day)
            _ = (check.warnings, check.summary)
        }
        try hold(section.list)
    }

    private static let table = kept { try CommandTable(Exhibit.self) }

    private static func apply(_ bytes: [UInt8], to command: [String]) throws {
        let path = "\(SmallPackage.scratch).yml"
        try bytes.data.write(to: URL(fileURLWithPath: path))
        let applied = try AppliedConfiguration(
            command + ["--config=\(path)"], environment: ["HOME": "/home/somebody"], table: try table.get())
        guard !applied.fromFile.isEmpty else { return }
        _ = applied.notice
        _ = try waiting { try await applied.parsed(by: Exhibit.self) is DemoCommand }
    }

    static let accountFile = FuzzTarget("account-file") { _ = try AccountFile.parse($0.text, of: "accounts.txt") }

    /// What names a host, a role or a region, in a file or in a variable. What is taken goes into a request.
    static let addresses = FuzzTarget("addresses") { bytes in
        let text = bytes.text
        refusing(text) { url in
            let endpoint = try Endpoint(url, from: "a setting")
            expect(endpoint.path.hasPrefix("/") && !endpoint.host.isEmpty, "an endpoint has a host and a path")
            expect(try Endpoint(endpoint.description, from: "itself") == endpoint, "an endpoint is read back")
        }
        refusing(text) { _ = try Proxy($0, from: "a setting").server }
        refusing(text) { _ = try Region($0) }
        let rules = ProxyExceptions(text)
        for host in ["10.1.2.3:443", "[fd00::1]", "ec2.eu-west-1.amazonaws.com", text] {
            _ = rules.cover(ProxyExceptions.Target(host, defaultPort: 443))
        }
        if let role = RoleARN(argument: text) { expect(RoleARN.isAccount(role.account), "a role is in an account") }
    }
}
