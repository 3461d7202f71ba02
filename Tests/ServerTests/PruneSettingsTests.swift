// Settings of what is cleared away, and sizes in words.
import Testing

@testable import Server

@Suite("Settings of clearing away")
struct PruneSettingsTests {
    @Test("by default nothing goes that somebody could miss")
    func standard() throws {
        #expect(try Settings.standard().prune == PruneSettings(interval: .seconds(86_400)))
        let other = try Settings.standard(but: [
            "prune-every": "off", "prune-posts": "90d", "prune-notifications": "180d",
        ]).prune
        let day = Duration.seconds(86_400)
        #expect(other == PruneSettings(interval: nil, posts: day * 90, notifications: day * 180))
    }

    @Test(
        "what is no age, or too young, is refused",
        arguments: [
            ("prune-every", "5m"), ("prune-every", "never"), ("prune-posts", "1d"), ("prune-posts", "90"),
            ("prune-notifications", "7d"),
        ]
    )
    func refused(_ name: String, _ value: String) {
        let error = #expect(throws: SettingsError.self) { try Settings.standard(but: [name: value]) }
        #expect(error?.description.hasPrefix("\(name) is \"\(value)\"") == true)
    }

    @Test("sizes are said in three digits")
    func sizes() {
        for (bytes, words) in [
            (0, "0 KB"), (1, "1 KB"), (999_000, "999 KB"), (1_000_000, "1.0 MB"), (20 << 30, "22 GB"),
            (1_540_000_000_000, "1.6 TB"),
        ] as [(Int64, String)] { #expect(Sizes.words(bytes) == words) }
    }
}
