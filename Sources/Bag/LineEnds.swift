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

extension OpenFolder {
    /// How a file's line ends were converted, where undoing that gives the bytes with this SHA-256; nil where nothing
    /// does.
    func conversion(of file: String, from sha256: String) throws(PackageError) -> LineEnds? {
        let open = try self.open(file)
        _ = try open.sizeOfRegularFile()
        var undoing = [LineEnds.addedCR, .removedCR].map { ($0, LineEndConverter(to: $0), RunningSHA256()) }
        try open.readPieces { piece throws(PackageError) in
            let bytes = Array(piece)[...]
            for index in undoing.indices {
                let undone = undoing[index].1.take(bytes)
                undone.withUnsafeBytes { undoing[index].2.update($0) }
            }
        }
        for index in undoing.indices {
            let rest = undoing[index].1.rest()
            rest.withUnsafeBytes { undoing[index].2.update($0) }
            if undoing[index].2.hex() == sha256 { return undoing[index].0 }
        }
        return nil
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
