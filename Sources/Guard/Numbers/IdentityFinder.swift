// Numbers by which states know people: seventeen of them, each with the sum by which it checks itself where it has one.

enum IdentityFinder {
    static func find(in scan: ScannedText) -> [Span] {
        let ofDigits = NumberRun.all(in: scan, digits: 9...15).compactMap { run -> Span? in
            guard !run.isAttached(scan), !run.isPart, Set(run.digits).count > 2 else { return nil }
            let before = scan.traits(before: run.tokens.lowerBound, within: 10)
            let after = scan.traits(after: run.tokens.upperBound, within: 6)
            guard !before.contains(.reference) || before.contains(.identity) else { return nil }
            let isNamed = before.union(after).contains(.identity) || isNamedUnspaced(run, scan)
            guard NumericIdentity.isOne(run, isNamed: isNamed, isSocialSecurity: isSocialSecurity(run, scan)) else {
                return nil
            }
            return Span(kind: .identityNumber, range: run.range, key: run.text)
        }
        return ofDigits + LetteredIdentity.find(in: scan)
    }

    private static func isNamedUnspaced(_ run: NumberRun, _ scan: ScannedText) -> Bool {
        scan.contains(names, in: run.range.lowerBound - 16..<run.range.lowerBound)
    }

    private static func isSocialSecurity(_ run: NumberRun, _ scan: ScannedText) -> Bool {
        scan.contains(socialSecurity, in: run.range.lowerBound - 30..<run.range.lowerBound)
    }

    private static let socialSecurity = ["ssn", "social security"].map { $0.unicodeScalars.map(\.value) }

    private static let names = ["マイナンバー", "個人番号", "身份证", "身分證", "주민등록번호", "주민번호"].map { name in
        name.unicodeScalars.map(\.value)
    }
}

/// Identity numbers of digits alone. By their form where nothing else has it, otherwise only if a word near says so.
enum NumericIdentity {
    static func isOne(_ run: NumberRun, isNamed: Bool, isSocialSecurity: Bool) -> Bool {
        let digits = run.digits
        let dashes = run.separator == 0x2D
        return switch digits.count {
        case 9:
            (run.shape == [3, 2, 4] && dashes || isSocialSecurity) && isUnitedStates(digits)
                || isNamed && (isNetherlands(digits) || isPortugal(digits))
        case 10: (run.shape == [6, 4] && dashes || isNamed) && isSweden(digits)
        case 11:
            isBrazil(digits) && (run.shape == [3, 3, 3, 2] || isNamed)
                || isBelgium(digits) && ([[2, 2, 2, 3, 2], [6, 3, 2]].contains(run.shape) || isNamed)
                || isNamed && (isGermany(digits) || isPoland(digits) || isTurkey(digits))
        case 12:
            isIndia(digits) && (run.shape == [4, 4, 4] && run.separator == 0x20 || isNamed)
                || isNamed && isJapan(digits)
                || isSweden(Array(digits.dropFirst(2))) && (run.shape == [8, 4] && dashes || isNamed)
        case 13:
            run.shape == [6, 7] && dashes && isKorea(digits) || isNamed && (isKorea(digits) || isSouthAfrica(digits))
        case 14: isNamed && isEgypt(digits)
        case 15: isFrance(digits)
        default: false
        }
    }

    /// Whether six digits are year, month and day; the day may be moved by 60 (Sweden's coordination numbers).
    private static func isDate(_ digits: ArraySlice<UInt8>) -> Bool {
        let values = stride(from: digits.startIndex, to: digits.endIndex - 1, by: 2).map {
            Int(digits[$0]) * 10 + Int(digits[$0 + 1])
        }
        return values.count == 3 && (1...12).contains(values[1]) && (1...31).contains(values[2] % 60)
    }

    /// Social Security Administration: no area 000, 666 or 900 and more, no group 00, no serial 0000.
    private static func isUnitedStates(_ digits: [UInt8]) -> Bool {
        let area = Checksum.remainder(digits[..<3], 1000)
        return area != 0 && area != 666 && area < 900 && digits[3...4].contains { $0 > 0 }
            && digits[5...].contains { $0 > 0 }
    }

    /// BSN, the test of eleven.
    private static func isNetherlands(_ digits: [UInt8]) -> Bool {
        Checksum.weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0
    }

    /// NIF.
    private static func isPortugal(_ digits: [UInt8]) -> Bool {
        let rest = Checksum.weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11
        return [1, 2, 3].contains(digits[0]) && Int(digits[8]) == (rest < 2 ? 0 : 11 - rest)
    }

    private static func isSweden(_ digits: [UInt8]) -> Bool { isDate(digits[..<6]) && Checksum.luhn(digits) }

    /// CPF: two check digits, each by weights that go down to two.
    private static func isBrazil(_ digits: [UInt8]) -> Bool {
        [9, 10].allSatisfy { count in
            let sum = Checksum.weighted(Array(digits[..<count]), Array((2...count + 1).reversed()))
            return Int(digits[count]) == sum * 10 % 11 % 10
        }
    }

    /// Rijksregisternummer: nine digits modulo 97, with a 2 before them for who was born from 2000 on.
    private static func isBelgium(_ digits: [UInt8]) -> Bool {
        let check = Checksum.remainder(digits[9...], 100)
        let month = Checksum.remainder(digits[2...3], 100) % 20
        return month < 13
            && (check == 97 - Checksum.remainder(digits[..<9], 97)
                || check == 97 - Checksum.remainder([2] + digits[..<9], 97))
    }

    /// Steuer-Identifikationsnummer.
    private static func isGermany(_ digits: [UInt8]) -> Bool { digits[0] != 0 && Checksum.mod11and10(digits) }

    /// PESEL.
    private static func isPoland(_ digits: [UInt8]) -> Bool {
        Checksum.weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0
    }

    /// T.C. Kimlik No.
    private static func isTurkey(_ digits: [UInt8]) -> Bool {
        let odd = Checksum.weighted(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1])
        let even = Checksum.weighted(digits, [0, 1, 0, 1, 0, 1, 0, 1])
        return digits[0] != 0 && (odd * 7 - even + 100) % 10 == Int(digits[9])
            && digits[..<10].reduce(0) { $0 + Int($1) } % 10 == Int(digits[10])
    }

    /// Aadhaar.
    private static func isIndia(_ digits: [UInt8]) -> Bool { digits[0] > 1 && Checksum.verhoeff(digits) }

    /// My Number.
    private static func isJapan(_ digits: [UInt8]) -> Bool {
        let rest = Checksum.weighted(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
        return Int(digits[11]) == (rest < 2 ? 0 : 11 - rest)
    }

    /// Resident registration number; since October 2020 without a check digit.
    private static func isKorea(_ digits: [UInt8]) -> Bool { isDate(digits[..<6]) && (1...8).contains(digits[6]) }

    private static func isSouthAfrica(_ digits: [UInt8]) -> Bool { isDate(digits[..<6]) && Checksum.luhn(digits) }

    private static func isEgypt(_ digits: [UInt8]) -> Bool { [2, 3].contains(digits[0]) && isDate(digits[1..<7]) }

    /// NIR: the last two are 97 less the rest of the others.
    private static func isFrance(_ digits: [UInt8]) -> Bool {
        [1, 2].contains(digits[0]) && Checksum.remainder(digits[3...4], 100) < 43
            && Checksum.remainder(digits[13...], 100) == 97 - Checksum.remainder(digits[..<13], 97)
    }
}
