// The languages a status may be written in: codes, names, and the code behind what clients send.

import Basics

/// A language by its ISO 639 code.
public struct Language: Equatable, Sendable {
    /// Two letters (ISO 639-1), or three (639-3) where there are no two; with a region where what one writes differs by it.
    public let code: String
    /// The English name.
    public let name: String
    /// The language's name in itself.
    public let nativeName: String

    init(_ code: String, _ name: String, _ nativeName: String) {
        self.code = code
        self.name = name
        self.nativeName = nativeName
    }

    /// Every known language, sorted by code.
    public static let all: [Language] = (twoLetters + threeLetters + regional).sorted { $0.code < $1.code }

    /// The language of a code as `normalise` gives it.
    public static func named(_ code: String) -> Language? { byCode[code] }

    /// The language code of a BCP 47 tag or POSIX locale ("en-US", "pt_BR.UTF-8", "EN"): its first subtag, shortest
    /// form, in lower case, with the region only where it is a language of its own ("zh-TW"); nil when that is no known
    /// language.
    public static func normalise(_ tag: String) -> String? {
        if let regional = regionalCode(of: tag) { return regional }
        var code: [UInt8] = []
        for byte in tag.utf8 {
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") { break }
            guard ASCII.isLetter(byte), code.count < 3 else { return nil }
            code.append(ASCII.lowercased(byte))
        }
        let key = String(decoding: code, as: UTF8.self)
        if byCode[key] != nil { return key }
        return twoLettersOfThree[key] ?? superseded[key]
    }

    /// A code without its region: "zh" of "zh-TW".
    public static func withoutRegion(_ code: String) -> String { String(code.prefix { $0 != "-" }) }

    /// The languages of China as Mastodon names them: of "zh" alone nobody knows which it is.
    private static let regional = [
        Language("zh-CN", "Chinese (China)", "简体中文"),
        Language("zh-HK", "Chinese (Hong Kong)", "繁體中文（香港）"),
        Language("zh-TW", "Chinese (Taiwan)", "繁體中文（臺灣）"),
        Language("zh-YUE", "Cantonese", "廣東話"),
    ]

    private static func regionalCode(of tag: String) -> String? {
        let written = tag.prefix { $0 != "." }.replacing("_", with: "-").lowercased()
        if written == "yue" || written.hasPrefix("yue-") { return "zh-YUE" }
        guard written.hasPrefix("zh-") else { return nil }
        return regional.first { $0.code.lowercased() == written }?.code
    }

    private static let byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })

    /// Codes that ISO 639 withdrew and old devices still send.
    private static let superseded = ["iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "fil": "tl"]
}
