import Evidence

/// Line ends that something on the way converted: git with `core.autocrlf`, an editor, a transfer in text mode.
enum LineEnds: Sendable, Hashable {
    /// LF became CRLF.
    case addedCR
    /// CRLF became LF.
    case removedCR

    var sentence: String {
        switch self {
        case .addedCR: "its line ends were converted from LF to CRLF"
        case .removedCR: "its line ends were converted from CRLF to LF"
        }
    }

    /// The bytes with LF for every CRLF.
    static func withoutCR(_ bytes: [UInt8]) -> [UInt8] {
        var converter = LineEndConverter(to: .addedCR)
        return converter.take(bytes[...]) + converter.rest()
    }
}

/// What a file would be with its line ends converted back, as hashes.
struct UnconvertedHashes {
    private var hashes = [LineEnds.addedCR, .removedCR].map {
        (kind: $0, converter: LineEndConverter(to: $0), hash: RunningSHA256())
    }

    mutating func take(_ piece: UnsafeRawBufferPointer) {
        let bytes = Array(piece)[...]
        for index in hashes.indices {
            hashes[index].converter.take(bytes).withUnsafeBytes { hashes[index].hash.update($0) }
        }
    }

    /// The conversion whose undoing gives the bytes with this SHA-256; nil where none does.
    mutating func conversion(from sha256: String) -> LineEnds? {
        for index in hashes.indices {
            hashes[index].converter.rest().withUnsafeBytes { hashes[index].hash.update($0) }
        }
        return hashes.first { $0.hash.hex() == sha256 }?.kind
    }
}

/// Undoes a conversion, piece by piece.
private struct LineEndConverter {
    private let kind: LineEnds
    /// A CR at the end of the last piece, of which the next one decides.
    private var waits = false

    init(to kind: LineEnds) {
        self.kind = kind
    }

    mutating func take(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 16 + 1)
        for byte in bytes {
            if waits {
                waits = false
                if byte == 0x0A && kind == .addedCR {
                    out.append(0x0A)
                    continue
                }
                out.append(0x0D)
                if byte == 0x0A {
                    out.append(0x0A)
                    continue
                }
            }
            switch byte {
            case 0x0D: waits = true
            case 0x0A where kind == .removedCR: out += [0x0D, 0x0A]
            default: out.append(byte)
            }
        }
        return out
    }

    mutating func rest() -> [UInt8] {
        defer { waits = false }
        return waits ? [0x0D] : []
    }
}
