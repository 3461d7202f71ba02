// IBAN (ISO 13616): a country, two check digits, and as many letters and digits as the country has.

enum BankAccountFinder {
    static func find(in scan: ScannedText) -> [Span] {
        scan.tokens.compactMap { token in
            guard token.kind == .word, token.range.count == 2, scan.isDigit(token.range.upperBound),
                let length = lengths[scan.text(token.range)], !scan.isDigit(token.range.lowerBound - 1)
            else { return nil }
            return account(scan, from: token.range.lowerBound, length: length)
        } + spaced(scan)
    }

    /// "NL 91 …": a space after the country.
    private static func spaced(_ scan: ScannedText) -> [Span] {
        scan.tokens.compactMap { token in
            guard token.kind == .word, token.range.count == 2, scan[token.range.upperBound] == 0x20,
                scan.isDigit(token.range.upperBound + 1), let length = lengths[scan.text(token.range)]
            else { return nil }
            return account(scan, from: token.range.lowerBound, length: length)
        }
    }

    private static func account(_ scan: ScannedText, from start: Int, length: Int) -> Span? {
        // Within a longer code, as in a UUID.
        guard scan[start - 1] != 0x2D || !scan.isDigit(start - 2) && !scan.isLetter(start - 2) else { return nil }
        var bytes: [UInt8] = []
        var index = start
        while bytes.count < length {
            let scalar = scan[index]
            if scalar &- 0x30 < 10 || scalar &- 0x61 < 26 {
                bytes.append(UInt8(scalar))
            } else if ![0x20, 0x2D, 0x2E].contains(scalar) || [0x20, 0x2D, 0x2E].contains(scan[index - 1]) {
                return nil
            }
            index += 1
        }
        let after = scan[index]
        guard after &- 0x30 >= 10, after &- 0x61 >= 26, isRight(bytes) else { return nil }
        return Span(kind: .bankAccount, range: start..<index, key: String(decoding: bytes, as: UTF8.self))
    }

    /// The first four go to the end, letters count from 10; the whole is 1 modulo 97.
    static func isRight(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 4, bytes[2] &- 0x30 < 10, bytes[3] &- 0x30 < 10 else { return false }
        let remainder = (bytes[4...] + bytes[..<4]).reduce(0) { sum, byte in
            byte &- 0x30 < 10 ? (sum * 10 + Int(byte - 0x30)) % 97 : (sum * 100 + Int(byte - 0x61) + 10) % 97
        }
        return remainder == 1
    }

    private static let lengths: [String: Int] = [
        "ad": 24, "ae": 23, "al": 28, "at": 20, "az": 28, "ba": 20, "be": 16, "bg": 22, "bh": 22, "br": 29, "by": 28,
        "ch": 21, "cr": 22, "cy": 24, "cz": 24, "de": 22, "dk": 18, "do": 28, "ee": 20, "eg": 29, "es": 24, "fi": 18,
        "fo": 18, "fr": 27, "gb": 22, "ge": 22, "gi": 23, "gl": 18, "gr": 27, "gt": 28, "hr": 21, "hu": 28, "ie": 22,
        "il": 23, "iq": 23, "is": 26, "it": 27, "jo": 30, "kw": 30, "kz": 20, "lb": 28, "lc": 32, "li": 21, "lt": 20,
        "lu": 20, "lv": 21, "ly": 25, "mc": 27, "md": 24, "me": 22, "mk": 19, "mr": 27, "mt": 31, "mu": 30, "nl": 18,
        "no": 15, "pk": 24, "pl": 28, "ps": 29, "pt": 25, "qa": 29, "ro": 24, "rs": 22, "sa": 24, "sc": 31, "sd": 18,
        "se": 24, "si": 19, "sk": 24, "sm": 27, "st": 25, "sv": 28, "tl": 23, "tn": 24, "tr": 26, "ua": 29, "va": 22,
        "vg": 24, "xk": 20,
    ]
}
