// The languages a status may be written in: codes, names, and the code behind what clients send.

import Basics

/// A language by its ISO 639 code.
public struct Language: Equatable, Sendable {
    /// Two letters (ISO 639-1), or three (639-3) where there are no two.
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
    public static let all: [Language] = (twoLetters + threeLetters).sorted { $0.code < $1.code }

    /// The language of a code as `normalise` gives it.
    public static func named(_ code: String) -> Language? { byCode[code] }

    /// The language code of a BCP 47 tag or POSIX locale ("en-US", "pt_BR.UTF-8", "EN"): its first subtag, shortest
    /// form, in lower case; nil when that is no known language.
    public static func normalise(_ tag: String) -> String? {
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

    private static let byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })

    /// Codes that ISO 639 withdrew and old devices still send.
    private static let superseded = ["iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "fil": "tl"]
}
