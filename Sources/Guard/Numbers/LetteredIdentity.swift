// Identity numbers with letters in them.

enum LetteredIdentity {
    static func find(in scan: ScannedText) -> [Span] {
        var spans: [Span] = []
        var index = 0
        while index < scan.count {
            guard isASCIIName(scan[index]) else {
                index += 1
                continue
            }
            let start = index
            while isASCIIName(scan[index]) { index += 1 }
            for end in ends(scan, start..<index) {
                let bytes = scan.alphanumerics(start..<end)
                guard isOne(bytes) else { continue }
                spans.append(
                    Span(kind: .identityNumber, range: start..<end, key: String(decoding: bytes, as: UTF8.self))
                )
                break
            }
        }
        return spans
    }

    private static func isASCIIName(_ scalar: UInt32) -> Bool { scalar &- 0x30 < 10 || scalar &- 0x61 < 26 }

    /// A word alone, "12345678-Z" and "AB 12 34 56 C".
    private static func ends(_ scan: ScannedText, _ range: Range<Int>) -> [Int] {
        guard range.count <= 18 else { return [] }
        var ends = [range.upperBound]
        guard range.count == 8 && scan[range.upperBound] == 0x2D || range.count == 2 && !scan.isDigit(range.lowerBound)
        else {
            return ends
        }
        var (index, parts) = (range.upperBound, 0)
        while parts < 6, index - range.lowerBound < 24, [0x20, 0x2D].contains(scan[index]), isASCIIName(scan[index + 1])
        {
            index += 1
            while isASCIIName(scan[index]), index - range.lowerBound < 24 { index += 1 }
            ends.append(index)
            parts += 1
        }
        return ends
    }

    static func isOne(_ bytes: [UInt8]) -> Bool {
        switch bytes.count {
        case 9: isSpain(bytes) || isBritain(bytes)
        case 16: isItaly(bytes)
        case 18: isChina(bytes)
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func isLetter(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }

    /// DNI and NIE: 23 letters, X, Y, Z before a NIE count as 0, 1, 2.
    private static func isSpain(_ bytes: [UInt8]) -> Bool {
        guard isLetter(bytes[8]), bytes[1..<8].allSatisfy(isDigit) else { return false }
        let first: UInt8? =
            switch bytes[0] {
            case 0x30...0x39: bytes[0] - 0x30
            case 0x78...0x7A: bytes[0] - 0x78
            default: nil
            }
        guard let first else { return false }
        let rest = Checksum.remainder([first] + bytes[1..<8].map { $0 - 0x30 }, 23)
        return bytes[8] == Array("trwagmyfpdxbnjzsqvhlcke".utf8)[rest]
    }

    /// National Insurance number: HM Revenue & Customs' rules for the letters; there is no check digit.
    private static func isBritain(_ bytes: [UInt8]) -> Bool {
        guard bytes[..<2].allSatisfy(isLetter), bytes[2..<8].allSatisfy(isDigit), (0x61...0x64).contains(bytes[8])
        else {
            return false
        }
        let prefix = String(decoding: bytes[..<2], as: UTF8.self)
        return !bytes[..<2].contains { "dfiquv".utf8.contains($0) } && bytes[1] != 0x6F
            && !["bg", "gb", "kn", "nk", "nt", "tn", "zz"].contains(prefix)
    }

    /// Codice fiscale: odd places (from one) by a table, even ones by their value; the sum modulo 26 is the last letter.
    private static func isItaly(_ bytes: [UInt8]) -> Bool {
        guard bytes[..<6].allSatisfy(isLetter), bytes[6..<15].contains(where: isDigit), isLetter(bytes[8]),
            isLetter(bytes[11]), isLetter(bytes[15])
        else {
            return false
        }
        let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
        let sum = bytes[..<15].enumerated().reduce(0) { sum, entry in
            let value = Int(isDigit(entry.element) ? entry.element - 0x30 : entry.element - 0x61)
            return sum + (entry.offset % 2 == 0 ? odd[value] : value)
        }
        return sum % 26 == Int(bytes[15] - 0x61)
    }

    /// GB 11643: ISO 7064 MOD 11-2.
    private static func isChina(_ bytes: [UInt8]) -> Bool {
        guard bytes[..<17].allSatisfy(isDigit) else { return false }
        let sum = Checksum.weighted(
            bytes[..<17].map { $0 - 0x30 },
            [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        )
        let century = Checksum.remainder(bytes[6..<8].map { $0 - 0x30 }, 100)
        return (19...20).contains(century) && bytes[17] == Array("10x98765432".utf8)[sum % 11]
    }
}
