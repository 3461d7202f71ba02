// Which of our languages somebody reads, by what their browser or app says.

extension InterfaceLanguage {
    /// The language of a BCP 47 tag or a POSIX locale (`pt-BR`, `zh_TW.UTF-8`), by its first subtag; nil for one we do not have.
    public init?(tag: some StringProtocol) {
        let first = tag.utf8.prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: ".") }
        guard first.count == 2 else { return nil }
        self.init(rawValue: String(decoding: first, as: UTF8.self).lowercased())
    }

    /// The best language for an `Accept-Language` header (RFC 9110 §12.5.4); nil where it names none of ours.
    ///
    /// A range matches by its first subtag, as in the lookup of RFC 4647 §3.4: whoever asks for `de-AT` reads German. Of ranges with
    /// the same weight the earlier one is meant. Of `*` English is given, unless its weight is 0. Ranges that cannot be read are
    /// passed over, and of an endless header only the beginning is read.
    public static func preferred(acceptLanguage header: String) -> InterfaceLanguage? {
        var best: (language: InterfaceLanguage, weight: Int)?
        var refused: Set<InterfaceLanguage> = []
        for part in header.prefix(mostCharacters).split(separator: ",", maxSplits: mostRanges).prefix(mostRanges) {
            let pieces = part.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
            let range = trimmed(pieces[0])
            guard let weight = pieces.count == 1 ? 1000 : weight(trimmed(pieces[1])),
                let language = range == "*" ? .en : InterfaceLanguage(tag: range)
            else { continue }
            if weight == 0 {
                if range != "*", !range.contains("-") { refused.insert(language) }
            } else if weight > best?.weight ?? 0 {
                best = (language, weight)
            }
        }
        return best.flatMap { refused.contains($0.language) ? nil : $0.language }
    }

    private static let mostCharacters = 1000
    private static let mostRanges = 40

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }

    /// In thousandths: `q=0.8` is 800 (RFC 9110 §12.4.2); nil for what is no weight.
    private static func weight(_ text: Substring) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 3, bytes.count <= 7, bytes[0] | 0x20 == UInt8(ascii: "q"), bytes[1] == UInt8(ascii: "="),
            bytes[2] == UInt8(ascii: "0") || bytes[2] == UInt8(ascii: "1")
        else { return nil }
        guard bytes.count > 3 else { return Int(bytes[2] - 0x30) * 1000 }
        guard bytes[3] == UInt8(ascii: ".") else { return nil }
        var value = Int(bytes[2] - 0x30)
        for place in 4..<7 {
            let digit = place < bytes.count ? bytes[place] : UInt8(ascii: "0")
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value <= 1000 ? value : nil
    }
}
