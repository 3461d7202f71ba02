// Prints of texts: near ones in every script, many at a time, and texts that are made to cost time.

import Basics
import Testing

@testable import Trends

@Suite("Prints of texts")
struct TextFingerprintTests {
    static let near = [
        ("今日はみんなで駅前に集まって静かに声を上げましょうお友達にも伝えてください", "今日はみんなで駅前に集まって静かに声を上げましょう家族にも伝えてください"),
        ("明天下午我们一起去公园种树请带上水壶和手套还有好心情", "明天上午我们一起去公园种树请带上水壶和手套还有好心情！"),
        (
            "วันนี้ขอเชิญทุกคนมาร่วมกันที่สวนสาธารณะเพื่อแสดงพลังอย่างสงบและช่วยกันบอกต่อเพื่อนของคุณ",
            "วันนี้ขอเชิญทุกคนมาร่วมกันที่ตลาดเก่าเพื่อแสดงพลังอย่างสงบและช่วยกันบอกต่อเพื่อนของคุณ"
        ),
        (
            "اليوم ندعو الجميع إلى الحضور في الحديقة الكبيرة لنقول كلمتنا بهدوء وأخبروا أصدقاءكم",
            "اليوم ندعو الجميع إلى الحضور في الساحة الكبيرة لنقول كلمتنا بهدوء وأخبروا أصدقاءكم"
        ),
        (
            "Сегодня вечером мы вместе поём в парке у реки, приходите все",
            "СЕГОДНЯ вечером мы вместе поём в саду у реки, приходите все!!!"
        ),
        ("오늘 저녁 모두 함께 공원에서 노래해요 친구들에게도 알려 주세요", "오늘 저녁 모두 함께 광장에서 노래해요 친구들에게도 알려 주세요"),
        (
            "今夜 everybody meets 公園の入口で at eight with songs と灯り please share",
            "今夜 everybody meets 公園の入口で at nine with songs と灯り please share"
        ),
        ("look here and buy a great many new followers today", "ｌｏｏｋ ｈｅｒｅ ａｎｄ ｂｕｙ ａ ｇｒｅａｔ ｍａｎｙ ｎｅｗ ｆｏｌｌｏｗｅｒｓ ｔｏｄａｙ"),
        (
            "look here and buy a great many new followers today",
            "looook here, and buyyy a great many neew followers todaaay 77"
        ),
    ]

    @Test("texts in which a word differs are near, in every script", arguments: near)
    func isNear(_ first: String, _ second: String) {
        #expect(TextFingerprint.areNear(TextFingerprint.of(first), TextFingerprint.of(second)))
    }

    @Test("other texts of the same script are not, nor has a short one a print")
    func isOther() {
        let prints = Self.near.map { TextFingerprint.of($0.0) }
        for (place, print) in prints.enumerated().dropLast(2) {
            for other in prints[(place + 1)...] { #expect(!TextFingerprint.areNear(print, other)) }
        }
        for short in ["私もです", "ฉันด้วย", "أنا أيضا", "나도요", "me too, and so do many", ""] {
            #expect(TextFingerprint.of(short) == TextFingerprint.none)
        }
        let japanese = ("昨日の夜に庭で聞いた鳥の歌がまだ耳に残っていて朝まで眠れませんでした", "駅前の古い本屋で見つけた絵本を妹に読んであげたらとても喜んでくれました")
        #expect(!TextFingerprint.areNear(TextFingerprint.of(japanese.0), TextFingerprint.of(japanese.1)))
    }

    @Test("tags, mentions and links are not part of a text, wherever they stand")
    func parts() {
        let text = "In the morning the garden is quiet and the birds begin to sing again"
        let dressed =
            "#Garden In the morning the garden is quiet @friend@far.example and the birds http://x.example/a?b=c (#birds) begin to sing again。#庭"
        #expect(TextFingerprint.equalRows(TextFingerprint.of(text), TextFingerprint.of(dressed)) >= 24)
    }

    /// Twelve words each, of 40: two texts share three of them by chance.
    static func text(_ number: Int) -> String {
        var dice = UInt64(number) &* 0x9e37_79b9_7f4a_7c15 | 1
        return (0..<12).map { _ in
            dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return words[Int(dice >> 33) % words.count]
        }.joined(separator: " ")
    }

    private static let words = """
        garden train office school street kitchen market harbour library window river mountain bicycle blanket candle \
        doctor engine feather guitar hammer island jacket ladder mirror needle orange pencil quarter rabbit saddle \
        teacher umbrella valley whistle yellow zipper anchor basket copper dragon
        """.split(separator: " ").map(String.init)

    @Test("many texts in turn, three times over, are found to be copies", arguments: [1, 65, 500, 1500])
    func inTurn(_ count: Int) throws {
        let course = Course()
        for person in Int64(0)..<Int64(3 * count) {
            course.post(by: person, text: Self.text(Int(person) % count))
            if person % 100 == 99 { course.now = course.now + .seconds(1) }
        }
        guard count > 1 else { return }
        for _ in 0..<3 { _ = course.refresh() }
        let held = try #require(course.refresh())
        #expect(held.failures.map(\.gate) == [.texts])
    }

    @Test("as many texts, each posted once, are not")
    func once() throws {
        let course = Course()
        for person in Int64(0)..<1500 { course.post(by: person, text: Self.text(Int(person))) }
        for _ in 0..<3 { _ = course.refresh() }
        #expect(try #require(course.refresh()).state == .listed)
    }

    @Test("one who floods with texts of their own does not drive out those of others")
    func crowdedOut() throws {
        let course = Course()
        for round in 0..<3 {
            for person in 0..<30 { course.post(by: Int64(round * 100 + person), text: Self.text(person)) }
            for text in 0..<2500 { course.post(by: 9000, text: Self.text(1000 + round * 2500 + text)) }
        }
        for _ in 0..<3 { _ = course.refresh() }
        #expect(try #require(course.refresh()).failures.map(\.gate) == [.texts])
    }

    @Test("the texts of the smallest tags are forgotten first where too many are held")
    func bounded() throws {
        var parameters = TrendParameters()
        parameters.mostTexts = 100
        let course = Course(parameters)
        for tag in Int64(2)..<60 {
            for person in Int64(0)..<3 {
                course.post(by: person + tag * 10, tag: tag, text: Self.text(Int(tag * 10 + person)))
            }
        }
        for person in Int64(0)..<40 { course.post(by: 1000 + person, text: Self.text(Int(1000 + person % 20))) }
        #expect(course.engine.heldTexts > 100)
        course.wait(hours: 1)
        #expect(course.engine.heldTexts <= 100)
        for person in Int64(0)..<20 { course.post(by: 2000 + person, text: Self.text(Int(1000 + person))) }
        _ = course.refresh()
        #expect(try #require(course.refresh()).failures.map(\.gate) == [.texts])
    }

    @Test(
        "a text that is made to cost time costs little",
        arguments: [
            "a", "ab", "é!", "Д", "Дё", "e\u{301}", "\u{FFFD}", "漢字", "#", "@a", "http://", "\u{200B}", "🙂", "\0",
        ]
    )
    func hostile(_ part: String) {
        let text = String(repeating: part, count: 500_000 / part.unicodeScalars.count)
        let taken = ContinuousClock().measure { for _ in 0..<3 { _ = TextFingerprint.of(text) } }
        #expect(taken < .seconds(3))
    }

    @Test("bytes that are no text have a print or none")
    func invalid() {
        let bytes = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        for cut in stride(from: 0, to: 4096, by: 97) {
            _ = TextFingerprint.of(String(decoding: bytes[cut...], as: UTF8.self))
        }
        #expect(TextFingerprint.of(String(decoding: [0xff, 0xc3, 0x28], as: UTF8.self)) == TextFingerprint.none)
    }
}
