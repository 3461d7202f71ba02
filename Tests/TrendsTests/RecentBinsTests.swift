import Basics
import Testing
import Trends

@Suite("Recent bins and prints of texts")
struct RecentBinsTests {
    let start = Timestamp(seconds: 1_508_098_860)

    @Test("sums are those of the whole seconds before now")
    func sums() {
        var bins = RecentBins()
        for second in Int64(0)..<100 { bins.add(2, at: start + .seconds(second)) }
        let now = start + .seconds(100)
        #expect(bins.sum(lastSeconds: 10, now: now) == 20)
        #expect(bins.sum(lastSeconds: 60, now: now) == 120)
        #expect(bins.sum(lastSeconds: 3590, now: now) == 200)
        #expect(bins.sum(lastSeconds: 10, now: now + .seconds(200)) == 0)
        #expect(bins.sum(lastSeconds: 3590, now: now + .seconds(4000)) == 0)
        #expect(bins.tenSeconds(3, now: now) == [20, 20, 0])
    }

    @Test("what is taken out falls out of its own second; what is older than the rings is let go")
    func withdrawn() {
        var bins = RecentBins()
        bins.add(3, at: start)
        bins.add(1, at: start + .seconds(30))
        bins.add(-1, at: start)
        bins.add(5, at: start - .seconds(7200))
        #expect(bins.sum(lastSeconds: 60, now: start + .seconds(31)) == 3)
        #expect(bins.sum(lastSeconds: 3590, now: start + .seconds(60)) == 3)
        bins.add(1, at: Timestamp(milliseconds: -5))
    }

    @Test("texts that differ in little have near prints, others have not, short ones have none")
    func prints() {
        let first = TextFingerprint.of("Come and buy many new followers today at our little shop #one 1")
        let second = TextFingerprint.of(
            "come and BUY many new followers, today at our little shop! #two https://x.example/2"
        )
        let other = TextFingerprint.of("In the morning the garden is quiet and the birds begin to sing again")
        #expect(first != TextFingerprint.none && TextFingerprint.areNear(first, second))
        #expect(!TextFingerprint.areNear(first, other))
        let swapped = TextFingerprint.of(
            "Come and buy many lovely followers today at our little shop for your page and name"
        )
        let template = TextFingerprint.of(
            "Come and buy many new followers today at our little shop for your page and name"
        )
        #expect(TextFingerprint.areNear(template, swapped))
        #expect(TextFingerprint.of("me too") == TextFingerprint.none)
        #expect(!TextFingerprint.areNear(TextFingerprint.none, TextFingerprint.none))
        let signs = "#MeToo @somebody https://example.org/a/very/long/path 12345 67890 !!! ???"
        #expect(TextFingerprint.of(signs) == TextFingerprint.none)
    }
}
