// Numbers that are no private information, drawn in place of the words in braces.

enum Slots {
    static func fill(_ frame: String, _ language: String, _ dice: inout Dice) -> String {
        var text = frame
        for (name, patterns) in patterns {
            while let range = text.firstRange(of: "{\(name)}") {
                text.replaceSubrange(range, with: value(dice.of(patterns[language] ?? patterns[""] ?? []), &dice))
            }
        }
        return text
    }

    private static func value(_ pattern: String, _ dice: inout Dice) -> String {
        var text = pattern
        while let range = text.firstRange(of: "YYYY") {
            text.replaceSubrange(range, with: String(1950 + dice.below(90)))
        }
        while let range = text.firstRange(of: "MM") { text.replaceSubrange(range, with: two(1 + dice.below(12))) }
        while let range = text.firstRange(of: "DD") { text.replaceSubrange(range, with: two(1 + dice.below(28))) }
        while let range = text.firstRange(of: "hh") { text.replaceSubrange(range, with: two(dice.below(24))) }
        while let range = text.firstRange(of: "mm") { text.replaceSubrange(range, with: two(dice.below(60))) }
        if text == "isbn" { return book(&dice) }
        return dice.fill(text)
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static func book(_ dice: inout Dice) -> String {
        let digits = dice.fill("978#########").compactMap(\.wholeNumberValue)
        let sum = digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) }
        let text = digits.map(String.init).joined() + String((10 - sum % 10) % 10)
        let parts = [
            text.prefix(3), text.dropFirst(3).prefix(1), text.dropFirst(4).prefix(2), text.dropFirst(6).prefix(6),
            text.suffix(1),
        ]
        return parts.joined(separator: dice.of(["-", "", " "]))
    }

    /// By language; "" for all others.
    private static let patterns: [String: [String: [String]]] = [
        "date": [
            "": [
                "DD.MM.YYYY", "YYYY-MM-DD", "DD/MM/YYYY", "DD-MM-YYYY", "DD.MM.26", "YYYYMMDD", "YYYY-MM-DDThh:mm:mmZ",
            ],
            "ja": ["YYYY年MM月DD日", "YYYY/MM/DD"], "ko": ["YYYY년 MM월 DD일", "YYYY.MM.DD"],
        ],
        "time": [
            "": ["hh:mm", "hh:mm:mm", "hh.mm", "hh:mm-hh:mm", "hhhmm"], "ja": ["hh:mm", "hh時mm分"],
            "ko": ["hh:mm", "hh시 mm분"],
        ],
        "years": ["": ["YYYY-YYYY", "YYYY–YYYY", "YYYY/YYYY", "YYYY, YYYY, YYYY"]], "year": ["": ["YYYY"]],
        "count": ["": ["%##", "%,###", "%#.###", "% ### ###", "%##,###,###", "%#######", "%## ### ###", "%########"]],
        "price": [
            "": ["€%#", "%#,## €", "%.###.###,00 €", "$%,###,###", "$%########", "€ %.###.###", "£%##,###.##"],
            "hi": ["₹%,##,###", "₹ %#######", "%## रुपये"], "ja": ["%,###円", "¥%##,###", "%######円"],
            "ko": ["%,###원", "₩%##,###", "%######원"], "ar": ["%## ريال", "%### جنيه"],
        ],
        "id": [
            "": [
                "%#########", "########", "%##-%######", "%##########", "A-#######", "2026-%#######", "0########",
                "%###-####-####",
            ]
        ],
        "url": [
            "": [
                "https://example.org/p/%#########", "https://example.com/a?id=0%########", "example.org/n/06########",
                "https://example.net/%##-%##-####", "https://example.org/2026/11/29/%########",
            ]
        ],
        "score": ["": ["%-#", "2#-1# 1#-2# 21-1#", "6-4 6-3 7-5", "%#:%#", "3:2"]],
        "hash": [
            "": ["&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&", "&&&&&&&", "sha256:&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&"]
        ],
        "uuid": ["": ["&&&&&&&&-&&&&-4&&&-a&&&-&&&&&&&&&&&&"]], "isbn": ["": ["isbn"]],
        "tag": ["": ["#hello%#########", "#Calm2026", "#06########x"]], "percent": ["": ["%#", "%.#"]],
        "ip": ["": ["192.168.1##.2##", "10.0.1#.1##:8080"]], "version": ["": ["%.#.#", "1#.#.#-beta.#", "2026.11.#"]],
        "place": ["": ["52.######, 4.######", "%#.####### %#.#######", "-3%.######,-5%.######"]],
    ]
}
