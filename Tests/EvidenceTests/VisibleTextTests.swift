import Evidence
import Support
import Testing

@Suite struct VisibleTextTests {
    @Test(arguments: [
        ("Prod VPC", "Prod VPC"), ("Größe 漢字 👩‍👩‍👧", "Größe 漢字 👩‍👩‍👧"), ("", ""),
        ("\u{1B}[31mred", "␛[31mred"), ("a\u{0}b", "a␀b"), ("a\r\nb", "a␍␊b"), ("\u{7F}", "␡"),
        ("\u{9B}31m", "⟨U+009B⟩31m"), ("\u{202E}gpj.exe", "⟨U+202E⟩gpj.exe"), ("\u{FEFF}", "⟨U+FEFF⟩"),
        ("\u{E0041}", "⟨U+E0041⟩"), ("\u{2028}", "⟨U+2028⟩"), ("\u{FFFE}", "⟨U+FFFE⟩"),
    ])
    func actingCharactersAreShown(_ text: String, _ visible: String) {
        #expect(text.visible() == visible)
    }

    @Test func newlinesCanStay() {
        #expect("a\nb\tc\r".visible(keepingNewlines: true) == "a\nb␉c␍")
    }

    @Test func nothingActsAfterwardsAndTwiceIsOnce() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<2000 {
            let text = HostileText.random(using: &random)
            let visible = text.visible()
            #expect(!visible.unicodeScalars.contains { $0.isActing })
            #expect(visible.visible() == visible)
        }
    }

    /// A character that acts is told by its picture or its number, every other stays.
    @Test func everyScalarIsReadOrNamed() {
        for scalar in HostileText.everyScalar.unicodeScalars {
            let visible = String(scalar).visible().unicodeScalars
            guard scalar.isActing else {
                #expect(visible.count == 1 && visible.first == scalar)
                continue
            }
            let hex = String(scalar.value, radix: 16, uppercase: true)
            let picture = scalar.value == 0x7F ? 0x2421 : scalar.value + 0x2400
            #expect(visible.first?.value == picture && visible.count == 1 || String(visible).contains("\(hex)⟩"))
        }
    }

    @Test func whatActsIsSeenWhereverItStands() {
        for value in UInt8.min...0x9F {
            let character = String(Unicode.Scalar(value))
            for place in 0..<20 {
                let (before, after) = (String(repeating: "~", count: place), String(repeating: " ", count: 19 - place))
                #expect((before + character + after).visible() == before + character.visible() + after)
            }
        }
    }

    /// Held against each scalar by itself.
    @Test(arguments: 0..<20)
    func longTextIsTheSumOfItsCharacters(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let scalars: [Unicode.Scalar] = ["a", "~", " ", "\n", "\u{1B}", "é", "日", "\u{202E}", "😀", "\u{E0041}"]
        for _ in 0..<200 {
            let text = String.UnicodeScalarView(
                (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                    scalars[Int.random(in: 0..<(Bool.random(using: &random) ? 2 : 10), using: &random)]
                })
            for keeping in [false, true] {
                let expected = text.map { String($0).visible(keepingNewlines: keeping) }.joined()
                #expect(String(text).visible(keepingNewlines: keeping) == expected)
            }
        }
    }

    @Test func sortingIsByBytes() {
        #expect(["b", "a", "B", "é", "Z"].sortedByBytes() == ["B", "Z", "a", "b", "é"])
    }
}
