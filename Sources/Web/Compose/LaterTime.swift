// When a post is to be published, as somebody says it: by the clock on their wall.

internal import Basics
internal import Localization

/// A date and a clock, and how far that clock is from UTC. A script sets the distance to the browser's own; without one it is chosen
/// once, by what the clock says now, and remembered in a cookie.
struct LaterTime: Sendable, Equatable {
    /// As it was typed: `2030-01-31T12:00`. Empty for now.
    var typed = ""
    /// Minutes east of UTC.
    var zone = 0

    /// Those in use, summer time included.
    static let zones: [Int] = [
        -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -150, -120, -60, 0, 60, 120, 180, 210,
        240, 270,
        300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 840,
    ]

    init(typed: String = "", zone: Int? = nil) {
        self.typed = typed.trimmed
        self.zone = zone.flatMap { LaterTime.zones.contains($0) ? $0 : nil } ?? 0
    }

    /// The fields `later` and `later_zone` of a form.
    /// - Parameter remembered: the zone of who has not said one.
    init(_ form: FormFields, remembered: Int?) {
        self.init(typed: form["later"] ?? "", zone: form["later_zone"].flatMap { Int($0) } ?? remembered)
    }

    init(_ moment: Timestamp, zone: Int?) {
        self.init(zone: zone)
        typed = String((moment + .seconds(60 * self.zone)).iso8601.prefix(16))
    }

    /// Nil for what is no date with a clock.
    var moment: Timestamp? {
        guard [16, 19].contains(typed.utf8.count), let local = Timestamp(iso8601: typed + "Z") else { return nil }
        return local + .seconds(-60 * zone)
    }

    /// "UTC", "UTC+5:30".
    static func name(_ zone: Int) -> String {
        guard zone != 0 else { return "UTC" }
        let (hours, minutes) = (zone.magnitude / 60, zone.magnitude % 60)
        return "UTC\(zone < 0 ? "−" : "+")\(hours)" + (minutes == 0 ? "" : ":\(minutes)")
    }

    /// A moment by a clock there.
    static func words(_ moment: Timestamp, zone: Int) -> String {
        TimeView(milliseconds: moment.milliseconds + Int64(zone) * 60_000).short.replacing("UTC", with: name(zone))
    }

    /// What a template asks for.
    /// - Parameter place: tells the ids of several on a page apart.
    func fields(at now: Timestamp, place: String) -> Fields {
        Fields([
            "place": .text(place),
            "typed": .text(typed),
            "zones": .many(
                LaterTime.zones.map { zone in
                    let clock = TimeView(milliseconds: now.milliseconds + Int64(zone) * 60_000).clock
                    let words = localized(
                        "{zone}, where it is {time} now",
                        ["zone": LaterTime.name(zone), "time": clock]
                    )
                    return Fields([
                        "value": .text(String(zone)), "name": .text(words), "isChosen": .flag(zone == self.zone),
                    ])
                }
            ),
        ])
    }
}
