// Street addresses in the commonest forms of ten languages: a way with its name and a house number.

enum StreetFinder {
    static func find(in scan: ScannedText) -> [Span] {
        scan.tokens.indices.compactMap { index in
            let token = scan.tokens[index]
            guard token.kind == .word else { return nil }
            let range =
                token.word.traits.contains(.wayAfter) ? nameThenWay(scan, at: index) : nil
            return
                (range ?? (token.word.traits.contains(.wayBefore) ? wayThenName(scan, at: index) : nil)
                    ?? compound(scan, at: index) ?? AsianAddress.find(scan, at: index))
                .map { Span(kind: .streetAddress, range: $0, key: scan.text($0)) }
        }
    }

    // MARK: English: 12 Example Street, 221b Baker St

    private static func nameThenWay(_ scan: ScannedText, at way: Int) -> Range<Int>? {
        guard scan.capitals[scan.tokens[way].range.lowerBound] else { return nil }
        var (index, words) = (way - 1, 0)
        while index >= 1, words < 3, scan.tokens[index].kind == .space {
            let token = scan.tokens[index - 1]
            if words > 0, let number = houseNumber(scan, endingAt: index - 1) {
                return scan.tokens[number].range.lowerBound..<scan.tokens[way].range.upperBound
            }
            guard token.kind == .word, scan.capitals[token.range.lowerBound] else { return nil }
            words += 1
            index -= 2
        }
        guard words > 0, index >= 1, scan.tokens[index].kind == .space,
            let number = houseNumber(scan, endingAt: index - 1)
        else { return nil }
        return scan.tokens[number].range.lowerBound..<scan.tokens[way].range.upperBound
    }

    /// The first token of "12" or "12b" that ends at a token.
    private static func houseNumber(_ scan: ScannedText, endingAt index: Int) -> Int? {
        guard index >= 0 else { return nil }
        if isHouseNumber(scan, index) { return index }
        let token = scan.tokens[index]
        guard token.kind == .word, token.range.count == 1, index > 0, isHouseNumber(scan, index - 1) else { return nil }
        return index - 1
    }

    // MARK: Spanish, French, Italian, Portuguese, Polish, Russian, Arabic: Calle Ejemplo 12, 12 rue de l'Exemple

    private static func wayThenName(_ scan: ScannedText, at way: Int) -> Range<Int>? {
        // "C/ Ejemplo"
        let isAbbreviated = scan.tokens[way].range.count == 1
        guard !isAbbreviated || scan[scan.tokens[way].range.upperBound] == 0x2F else { return nil }
        var (index, named, pieces) = (way + 1, false, 0)
        var number: Int?
        var end = way
        while index < scan.tokens.count, pieces < 16 {
            let token = scan.tokens[index]
            if token.kind == .word {
                let isCapital = scan.capitals[token.range.lowerBound] || scan[token.range.lowerBound] > 0x5FF
                guard isCapital || isConnector(scan, token) || isNumberSign(scan, token) else { break }
                named = named || isCapital
                if isCapital { end = index }
            } else if token.kind == .digits {
                if named, isHouseNumber(scan, index) { number = index }
                break
            } else if token.kind != .space, !isAllowed(scan[token.range.lowerBound]) {
                break
            }
            index += 1
            pieces += 1
        }
        guard named else { return nil }
        let start = scan.tokens[way].range.lowerBound
        if let number, !isCounted(scan, number) { return start..<scan.tokens[number].range.upperBound }
        return leadingNumber(scan, before: way).map { $0..<scan.tokens[end].range.upperBound }
    }

    /// "12, rue", "12 bis rue".
    private static func leadingNumber(_ scan: ScannedText, before way: Int) -> Int? {
        var index = way - 1
        while index >= 0, way - index < 6 {
            let token = scan.tokens[index]
            if token.kind == .digits { return isHouseNumber(scan, index) ? token.range.lowerBound : nil }
            let isBis = ["bis", "ter", "b", "a", "c"].contains(scan.text(token.range))
            guard token.kind == .space || isBis || scan[token.range.lowerBound] == 0x2C else { return nil }
            index -= 1
        }
        return nil
    }

    private static let connectors: Set<String> = [
        "de", "du", "des", "del", "della", "delle", "dei", "degli", "di", "da", "do", "dos", "das", "la", "las", "los",
        "el", "le",
        "les", "l", "d", "dell", "al", "van", "y", "e", "et",
    ]

    private static func isConnector(_ scan: ScannedText, _ token: Token) -> Bool {
        token.range.count <= 5 && connectors.contains(scan.text(token.range))
    }

    private static func isNumberSign(_ scan: ScannedText, _ token: Token) -> Bool {
        ["n", "no", "nr", "num", "numero", "д", "дом", "رقم"].contains(scan.text(token.range))
    }

    /// Full stop, comma, apostrophes, º, ° and a slash ("c/").
    private static func isAllowed(_ scalar: UInt32) -> Bool {
        [0x2E, 0x2C, 0x27, 0x2019, 0xBA, 0xB0, 0x2D, 0x2F].contains(scalar)
    }

    // MARK: German, Dutch, Swedish: Beispielstraße 12, Voorbeeldlaan 3a

    private static let endings = [
        "strasse", "straße", "str", "gasse", "allee", "weg", "platz", "ufer", "damm", "straat", "laan", "plein",
        "gracht",
        "kade", "dijk", "singel", "gatan", "vagen",
    ].map { $0.unicodeScalars.map(\.value) }

    private static func compound(_ scan: ScannedText, at index: Int) -> Range<Int>? {
        let range = scan.tokens[index].range
        guard range.count >= 6, scan.capitals[range.lowerBound],
            endings.contains(where: {
                range.count >= $0.count + 3 && scan.scalars[range].suffix($0.count).elementsEqual($0)
            })
        else { return nil }
        var next = index + 1
        if next < scan.tokens.count, scan[scan.tokens[next].range.lowerBound] == 0x2E { next += 1 }
        guard next + 1 < scan.tokens.count, scan.tokens[next].kind == .space, isHouseNumber(scan, next + 1),
            !isCounted(scan, next + 1)
        else { return nil }
        return range.lowerBound..<scan.tokens[next + 1].range.upperBound
    }

    // MARK: House numbers

    /// One to four digits that are no year, not part of a longer number or of a name such as "w41afc256".
    static func isHouseNumber(_ scan: ScannedText, _ index: Int) -> Bool {
        guard scan.tokens.indices.contains(index), scan.tokens[index].kind == .digits else { return false }
        let range = scan.tokens[index].range
        guard (1...4).contains(range.count), scan[range.lowerBound] != 0x30, !scan.isMasked(range) else { return false }
        let isYear = range.count == 4 && (scan[range.lowerBound] == 0x31 || scan[range.lowerBound] == 0x32)
        let isTime = scan[range.upperBound] == 0x3A && scan.isDigit(range.upperBound + 1)
        return !isYear && !isTime && !isWithinName(scan, index)
    }

    /// Whether a Latin letter stands directly before the digits, and is no sign of a number: "c256", but not "n12".
    private static func isWithinName(_ scan: ScannedText, _ index: Int) -> Bool {
        guard index > 0, scan.tokens[index - 1].kind == .word else { return false }
        let token = scan.tokens[index - 1]
        return scan[token.range.upperBound - 1] < 0x250 && !isNumberSign(scan, token)
    }

    /// Whether a word that is counted follows: "Via Roma 300 persone".
    private static func isCounted(_ scan: ScannedText, _ index: Int) -> Bool {
        guard index + 2 < scan.tokens.count, scan.tokens[index + 1].kind == .space else { return false }
        return scan.tokens[index + 2].word.traits.contains(.unit)
    }
}
