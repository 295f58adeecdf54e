extension String {
    /// The same text with every character that would act instead of being read made visible.
    ///
    /// Control characters become their pictures (`␛`), the rest of them and those that change the
    /// direction of text become `⟨U+202E⟩`. For whatever a person reads: reports, terminals, logs.
    package func visible(keepingNewlines: Bool = false) -> String {
        let exempt: Unicode.Scalar? = keepingNewlines ? "\n" : nil
        if isPlain(but: exempt) { return self }
        var text = ""
        var rest = self[...]
        while let place = rest.firstActing(but: exempt) {
            text += rest[..<place]
            text += rest.unicodeScalars[place].shown
            rest = rest[rest.unicodeScalars.index(after: place)...]
        }
        return text.isEmpty ? self : text + rest
    }

    /// Nearly all text is ASCII that can be printed, and quickly seen to be so.
    private func isPlain(but exempt: Unicode.Scalar?) -> Bool {
        let isPlain = utf8.withContiguousStorageIfAvailable { bytes in
            var index = 0
            while true {
                index = bytes.skipPrintable(from: index)
                if index == bytes.count { return true }
                guard let exempt, bytes[index] == UInt8(ascii: exempt) else { return false }
                index &+= 1
            }
        }
        return isPlain ?? false
    }
}

extension Substring {
    fileprivate func firstActing(but exempt: Unicode.Scalar?) -> Index? {
        var place = startIndex
        while true {
            let skipped = utf8[place...].withContiguousStorageIfAvailable { $0.skipPrintable(from: 0) }
            place = utf8.index(place, offsetBy: skipped ?? 0)
            if place == endIndex { return nil }
            let scalar = unicodeScalars[place]
            if scalar.isActing && scalar != exempt { return place }
            place = unicodeScalars.index(after: place)
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The first place that holds anything but ASCII that can be printed.
    fileprivate func skipPrintable(from start: Int) -> Int {
        var index = start
        while index < count {
            let end = Swift.min(index &+ 8, count)
            // The last word begins among bytes that were seen before: they do no harm.
            if end >= start &+ 8 && isPrintable(at: end &- 8) {
                index = end
                continue
            }
            if !(0x20..<0x7F ~= self[index]) { return index }
            index &+= 1
        }
        return index
    }

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

    fileprivate var shown: String {
        if value < 0x20, let picture = Unicode.Scalar(0x2400 + value) { return String(picture) }
        if value == 0x7F { return "\u{2421}" }
        let hex = String(value, radix: 16, uppercase: true)
        return "⟨U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + "⟩"
    }
}
