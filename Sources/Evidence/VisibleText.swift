extension String {
    /// The same text with every character that would act instead of being read made visible.
    ///
    /// Control characters become their pictures (`␛`), the rest of them and those that change the
    /// direction of text become `⟨U+202E⟩`. For whatever a person reads: reports, terminals, logs.
    package func visible(keepingNewlines: Bool = false) -> String {
        if isPlain(keepingNewlines) { return self }
        guard unicodeScalars.contains(where: { $0.isActing && !(keepingNewlines && $0 == "\n") }) else {
            return self
        }
        var text = ""
        for scalar in unicodeScalars {
            if keepingNewlines && scalar == "\n" || !scalar.isActing {
                text.unicodeScalars.append(scalar)
            } else if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
                text.unicodeScalars.append(picture)
            } else if scalar.value == 0x7F {
                text.append("\u{2421}")
            } else {
                let hex = String(scalar.value, radix: 16, uppercase: true)
                text += "⟨U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + "⟩"
            }
        }
        return text
    }

    /// Nearly all text is ASCII that can be printed, and quickly seen to be so.
    private func isPlain(_ keepingNewlines: Bool) -> Bool {
        let isPlain = utf8.withContiguousStorageIfAvailable { bytes in
            var index = 0
            while index < bytes.count {
                let end = Swift.min(index &+ 8, bytes.count)
                // The last word begins among bytes that were seen before: they do no harm.
                if bytes.count >= 8 && bytes.isPrintable(at: end &- 8) {
                    index = end
                    continue
                }
                let byte = bytes[index]
                if byte < 0x20 && !(keepingNewlines && byte == UInt8(ascii: "\n")) || byte >= 0x7F { return false }
                index &+= 1
            }
            return true
        }
        return isPlain ?? false
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether eight bytes are between space and tilde: nothing is borrowed, carried or set at the top of any.
    @inline(__always)
    fileprivate func isPrintable(at place: Int) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let word = UnsafeRawBufferPointer(self).loadUnaligned(fromByteOffset: place, as: UInt64.self)
        return (word | (word &- ones &* 0x20) | (word &+ ones)) & (ones &* 0x80) == 0
    }
}

extension Unicode.Scalar {
    /// Whether it moves the cursor, changes direction, hides, or is forbidden in text, rather than being read.
    package var isActing: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0: true  // C0, DEL, C1
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // direction
        case 0x2028, 0x2029: true  // line and paragraph separators
        case 0xFEFF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF: true  // BOM, annotations, noncharacters
        case 0xE0000...0xE007F: true  // tags: invisible text
        default: false
        }
    }
}
