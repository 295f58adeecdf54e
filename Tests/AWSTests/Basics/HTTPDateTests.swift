import Evidence
import AWS
import Support
import Testing

struct HTTPDateTests {
    @Test func theExampleOfTheRFCIsRead() {
        #expect(HTTPDate.read("Sun, 06 Nov 1994 08:49:37 GMT") == Timestamp(milliseconds: 784_111_777_000))
        #expect(HTTPDate.read("Thu, 01 Jan 1970 00:00:00 GMT") == Timestamp(milliseconds: 0))
        #expect(HTTPDate.read("Thu, 29 Feb 2024 23:59:59 GMT") == Timestamp(milliseconds: 1_709_251_199_000))
    }

    @Test(arguments: [
        "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 6 Nov 1994 08:49:37 GMT", "sun, 06 nov 1994 08:49:37 gmt",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Wed, 29 Feb 2023 00:00:00 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, 06 Nov -994 08:49:37 GMT",
        "Sun, 06 Nov 1994 0८:49:7 GMT", "Sun, 06 Nov 1994 08:49:+7 GMT",
    ])
    func nothingElseIs(_ text: String) {
        #expect(HTTPDate.read(text) == nil)
    }

    @Test func whatIsWrittenIsReadAgain() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let seconds = Int64.random(in: 0...253_402_300_799, using: &generator)
            let time = Timestamp(milliseconds: seconds * 1000)
            #expect(HTTPDate.read(HTTPDate.text(time)) == time)
        }
    }
}
