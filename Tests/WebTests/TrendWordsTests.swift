// Why a tag is a trend, or is not, as pages say it: each reason, in every language.
import Basics
import Domain
import Localization
import Services
import TestSupport
import Testing

@testable import Web

@Suite("Reasons of trends in words")
struct TrendWordsTests {
    static let start = MovementSamples.start
    static let time = "15 Oct 2017, 20:21 UTC"

    static func trend(
        _ reason: TrendReason = TrendReason(),
        usual: Double = 12.5,
        times: Double = 8,
        shelf: Shelf = .breaking,
        servers: Int64 = 1
    ) -> Trend {
        Trend(
            tag: MovementSamples.reference,
            shelf: shelf,
            isListed: true,
            since: start,
            people: 100,
            score: 20,
            recent: 90,
            window: 3600,
            rates: Rates(),
            usual: usual,
            timesUsual: times,
            servers: servers,
            reason: reason,
            explanation: "-"
        )
    }

    private static let usual = "100 people in an hour, 8 times as many as usual. A trend since \(time)."

    static let reasons: [(Trend, String)] = [
        (trend(usual: 0.4), "100 people in an hour, where hardly anybody is usual. A trend since \(time)."),
        (trend(), usual),
        (
            trend(TrendReason(.week)),
            "100 people in an hour, 8 times as many as usual at this time of the week. A trend since \(time)."
        ),
        (
            trend(TrendReason(.day)),
            "100 people in an hour, 8 times as many as usual at this time of the day. A trend since \(time)."
        ),
        (
            trend(TrendReason(.month)),
            "100 people in an hour, 8 times as many as on a day of last month, and more each week. A trend since \(time)."
        ),
        // Of a large tag: not "1 times as many".
        (trend(times: 1.49), "100 people in an hour, somewhat more than usual. A trend since \(time)."),
        (
            trend(TrendReason(.week), times: 1.2),
            "100 people in an hour, somewhat more than usual at this time of the week. A trend since \(time)."
        ),
        (
            trend(TrendReason(.day), times: 1.2),
            "100 people in an hour, somewhat more than usual at this time of the day. A trend since \(time)."
        ),
        (
            trend(TrendReason(.month), times: 0.9),
            "100 people in an hour, and more each week than in the last month. A trend since \(time)."
        ),
        (trend(times: 1.5), "100 people in an hour, 2 times as many as usual. A trend since \(time)."),
        (trend(shelf: .perennial), "100 people in an hour, as usual."),
        (trend(TrendReason(tide: 3.2)), usual + " All tags together have 3 times as many people as usual."),
        (trend(TrendReason(spellings: 4)), usual + " 4 spellings of the word count together."),
        (
            trend(TrendReason(isSpread: true)),
            usual + " They are spread over several networks, so fewer people are needed."
        ),
        (trend(servers: 12), usual + " They are on 12 servers."),
    ]

    @Test("a trend says what it was compared with, and what else counted", arguments: reasons.indices)
    func reason(_ place: Int) {
        #expect(Self.reasons[place].0.words == Self.reasons[place].1)
    }

    static let gates = [
        HeldReason(gate: .people, reason: "-", found: 3, of: 2000, needed: 10),
        HeldReason(gate: .origins, reason: "-", found: 38, of: 40, needed: 5),
        HeldReason(gate: .ages, reason: "-", found: 38, of: 40, needed: 28),
        HeldReason(gate: .texts, reason: "-", found: 38, of: 40, needed: 20),
        HeldReason(gate: .pasted, reason: "-", found: 38, of: 40, needed: 5),
        HeldReason(gate: .deleted, reason: "-", found: 38, of: 40, needed: 8),
        HeldReason(gate: .moderator, reason: "-"),
    ]

    static let unlisted: [(UnlistedTag, Timestamp?, isForModerators: Bool, String)] =
        [
            (UnlistedTag(people: 0, usual: 0), nil, false, "Not a trend: nobody used it in the last day."),
            (UnlistedTag(people: 41, usual: 40), nil, false, "Not a trend: 41 people in a day, about as usual."),
            (UnlistedTag(people: 1, usual: 40), nil, false, "Not a trend: 1 person in a day, fewer than usual."),
            (
                UnlistedTag(people: 4, usual: 0.2), nil, false,
                "Not a trend: 4 people in a day. It takes more to be one."
            ),
            (
                UnlistedTag(people: 8, usual: 4), nil, true,
                "Not a trend: 8 people in a day, 2 times as many as usual. It takes more to be one."
            ),
            (
                UnlistedTag(people: 41, usual: 40), start, false,
                "Not a trend: 41 people in a day, about as usual. It was a trend until \(time)."
            ),
            (
                UnlistedTag(people: 41, usual: 1, held: [gates[6]]), nil, false,
                "Moderators decided that it is not listed as a trend."
            ),
        ]
        + gates.dropLast().map {
            (
                UnlistedTag(people: 41, usual: 1, held: [$0]), nil, false,
                "More people than usual use it. Moderators are looking at it."
            )
        }
        + zip(
            gates,
            [
                "3 people; at least 10 are needed.", "38 of 40 people are from one other server.",
                "38 of 40 people have accounts that are not a day old.",
                "38 of 40 people wrote nearly the same as others.",
                "38 of 40 people pasted the text of a call and were not active here before; at least 5 others are needed.",
                "38 of 40 people deleted their posts within an hour.", "A moderator decided so.",
            ]
        ).map { (UnlistedTag(people: 41, usual: 1, held: [$0]), nil, true, $1) }

    @Test(
        "a tag that is not listed says why; what a gate found is for moderators alone",
        arguments: unlisted.indices
    )
    func notListed(_ place: Int) {
        let (tag, until, isForModerators, words) = Self.unlisted[place]
        #expect(tag.words(until: until, isForModerators: isForModerators) == words)
    }

    @Test("each of these sentences is there in every language", arguments: InterfaceLanguage.allCases)
    func languages(_ language: InterfaceLanguage) {
        let missing = MissingTexts()
        MissingTexts.$current.withValue(missing) {
            Localizer.$current.withValue(.of(language)) {
                let said =
                    Self.reasons.map { ($0.0.words, $0.1) }
                    + Self.unlisted.map { ($0.0.words(until: $0.1, isForModerators: $0.isForModerators), $0.3) }
                for (words, english) in said {
                    #expect(!words.contains("{"), "\(words)")
                    #expect((words == english) == (language == .en), "\(words)")
                }
            }
        }
        #expect(missing.all == [])
    }

    // MARK: Pages

    private func tagPage(_ change: (inout TagMagnitude) -> Void, isForModerators: Bool = false) throws -> String {
        var page = Samples.tag
        var magnitude = MovementSamples.magnitude
        change(&magnitude)
        page.magnitude = magnitude
        page.isForModerators = isForModerators
        let html = try PageRenderer().tag(page)
        #expect(HTMLCheck(html).complaints == [])
        return html
    }

    @Test("a tag's page says why it is not a trend, and until when it was one")
    func tag() throws {
        let html = try tagPage { magnitude in
            magnitude.trend = nil
            magnitude.unlisted = UnlistedTag(people: 41, usual: 40)
            magnitude.spans = [TrendSpan(from: Self.start - .seconds(3600), to: Self.start, shelf: .breaking)]
        }
        let words = HTML.plainText(fromHTML: html)
        #expect(words.contains("Not a trend: 41 people in a day, about as usual. It was a trend until \(Self.time)."))
    }

    @Test("what is shown with a trend says with which; the trend says by kind what is shown with it, and how many more")
    func companions() throws {
        let lead = TagReference(id: 9, name: "sismo", display: "Sismo")
        let shown = try tagPage { $0.trend?.companionOf = lead }
        #expect(HTML.plainText(fromHTML: shown).contains("Shown with #Sismo."))
        #expect(shown.contains("href=\"/tags/sismo\""))
        let html = try tagPage { magnitude in
            magnitude.trend?.companions = [
                TrendCompanion(tag: lead, kind: .people, people: 40),
                TrendCompanion(tag: MovementSamples.reference, kind: .spelling, people: 1),
            ]
            magnitude.trend?.moreCompanions = 3
        }
        let words = HTML.plainText(fromHTML: html)
        for said in [
            "Also written: #MeToo (1 person)", "Used by the same people: #Sismo (40 people)", "and 3 more tags",
        ] { #expect(words.contains(said), "\(said)") }
    }

    @Test("only moderators are told what a gate found", arguments: [Role.user, .moderator])
    func held(_ role: Role) async throws {
        try await withPages(
            .sqlite,
            movement: { movement in
                movement.tagMagnitude = { _ in
                    var magnitude = MovementSamples.magnitude
                    magnitude.trend = nil
                    magnitude.unlisted = UnlistedTag(people: 40, usual: 1, held: [Self.gates[3]])
                    return magnitude
                }
            },
            { stand in
                let alice = try await stand.account("alice", role: role)
                let (cookie, _) = try await stand.session(alice)
                let stranger = try await stand.get("/tags/metoo").text
                let own = try await stand.get("/tags/metoo", headers: cookie).text
                #expect(stranger.contains("Moderators are looking at it"))
                #expect(!stranger.contains("38 of 40"))
                #expect(own.contains("38 of 40 people wrote nearly the same as others.") == (role == .moderator))
            }
        )
    }
}
