internal import Crypto

extension Dossier {
    /// A fingerprint of what was concluded, printed by every report so that two can be seen to agree.
    ///
    /// SHA-256 of UTF-8 lines, each ended by LF: the policy, then the sorted regions, gaps and VPCs.
    /// Times, run ids and texts are not in it: the same conclusions give the same digest.
    package static func digest(
        policy: PolicyName, regions: [Scope.Region], gaps: [Gap], assessments: [Assessment]
    ) -> String {
        var lines = ["policy \(policy.rawValue)"]
        lines += regions.map { "region \($0.account) \($0.region) \($0.status.rawValue)" }.sortedByBytes()
        lines += gaps.map { "gap \($0.account) \($0.region) \($0.action) \($0.code)" }.sortedByBytes()
        lines += assessments.map { "vpc \($0.id) \($0.verdict.rawValue) \($0.reason.code.rawValue)" }
            .sortedByBytes()
        var hash = SHA256()
        for line in lines {
            hash.update(data: Array(line.utf8))
            hash.update(data: [0x0A])
        }
        return "sha256:" + hash.finalize().hex
    }
}

/// SHA-256 in lower-case hexadecimal.
package func sha256Hex(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).hex
}

/// SHA-256 of what comes in pieces.
package struct RunningSHA256 {
    private var hash = SHA256()

    package init() {}

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        hash.update(bufferPointer: bytes)
    }

    package func hex() -> String { hash.finalize().hex }
}

extension SHA256Digest {
    fileprivate var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension [String] {
    /// By UTF-8 bytes: the order is the same on every machine and in every language.
    package func sortedByBytes() -> [String] {
        sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
