package import Evidence
import Foundation

extension Timestamp {
    /// A moment as services, programs and the AWS CLI write it: `2026-11-23T10:04:05Z`, with or without fractions,
    /// and with `UTC` or a zone such as `+00:00` in the place of the Z. Nil for anything else.
    package static func iso8601(_ text: String) -> Timestamp? {
        let form =
            #/
            ([0-9]{4}-[0-9]{2}-[0-9]{2}) T ((?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)) (\.[0-9]{1,9})?
            (Z|UTC|[+-][0-9]{2}:?[0-9]{2})
            /#
        guard let (_, day, time, fraction, zone) = text.wholeMatch(of: form)?.output,
            let offset = minutes(east: zone)
        else { return nil }
        let thousandths = String((fraction.map { $0.dropFirst() + "000" } ?? "000").prefix(3))
        do {
            let date = try Date("\(day)T\(time)Z", strategy: Date.ISO8601FormatStyle())
            guard let milliseconds = Int64(thousandths) else { return nil }
            let moment = Timestamp(date).milliseconds + milliseconds - offset * 60_000
            // A zone, or a leap second, can lead out of the years of four digits.
            return moment < afterYear9999 ? Timestamp(milliseconds: moment) : nil
        } catch {
            return nil
        }
    }

    private static let afterYear9999: Int64 = 253_402_300_800_000

    private static func minutes(east zone: Substring) -> Int64? {
        if zone == "Z" || zone == "UTC" { return 0 }
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard let hours = Int64(digits.prefix(2)), let minutes = Int64(digits.suffix(2)), hours < 24, minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (zone.hasPrefix("-") ? -1 : 1)
    }

    /// `2026-11-23T10:04:05Z`, as the AWS CLI writes it.
    package var iso8601: String { withoutZone + "Z" }

    package func adding(seconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + seconds * 1000) }
}
