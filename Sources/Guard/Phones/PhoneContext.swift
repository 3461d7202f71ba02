// What stands beside a possible phone number.

struct PhoneContext {
    /// "call", "WhatsApp", a telephone as a picture, a link to a messenger.
    var speaksOfPhones = false
    /// "number".
    var speaksOfNumbers = false
    /// "order", "invoice".
    var speaksOfReferences = false
    /// "people", "euros", a currency's sign.
    var speaksOfAmounts = false

    init(_ window: PhoneWindow, in scan: ScannedText) {
        let range = window.range
        let before = scan.traits(before: window.firstToken, within: 10)
        let near = scan.traits(before: window.firstToken, within: 6)
        let after = scan.traits(after: window.lastToken, within: 6)
        let (left, right) = (range.lowerBound - 24..<range.lowerBound, range.upperBound..<range.upperBound + 12)
        speaksOfPhones =
            before.union(after).contains(.phone) || scan.contains(Self.phones, in: left)
            || scan.contains(Self.phones, in: right)
            || scan.contains(Self.pictures, in: range.lowerBound - 6..<range.lowerBound)
        speaksOfNumbers = before.contains(.number) || scan.contains(Self.numbers, in: left)
        speaksOfReferences = near.contains(.reference) || scan.contains(Self.references, in: left.suffix(12))
        speaksOfAmounts = Self.isAmount(scan, range) || Self.isCounted(scan, after: window.lastToken)
    }

    private static func isAmount(_ scan: ScannedText, _ range: Range<Int>) -> Bool {
        var (before, after) = (range.lowerBound - 1, range.upperBound)
        if scan[before] == 0x20 { before -= 1 }
        if scan[after] == 0x20 { after += 1 }
        return isCurrency(scan[before]) || isCurrency(scan[after]) || scan[after] == 0x25
            // An id or a decimal: "#12345678", ".12345678", "12345678.5".
            || scan[range.lowerBound - 1] == 0x23 && scan[range.lowerBound] != 0x30
    }

    private static func isCurrency(_ scalar: UInt32) -> Bool {
        scalar == 0x24 || (0xA2...0xA5).contains(scalar) || (0x20A0...0x20C0).contains(scalar) || scalar == 0xFDFC
    }

    /// Whether the next word is what is counted.
    private static func isCounted(_ scan: ScannedText, after token: Int) -> Bool {
        guard token + 1 < scan.tokens.count else { return false }
        let next = scan.tokens[token + 1].kind == .space ? token + 2 : token + 1
        guard next < scan.tokens.count else { return false }
        return scan.tokens[next].word.traits.contains(.unit)
            || units.contains(scan[scan.tokens[next].range.lowerBound])
    }

    /// Whether letters stand right beside it, as in a hash.
    static func isAttached(_ window: PhoneWindow, in scan: ScannedText) -> Bool {
        let (before, after) = (scan[window.range.lowerBound - 1], scan[window.range.upperBound])
        let isLeft = ScalarFolding.isLetter(before) && joinsDigits(before) && !isTold(scan, window.firstToken - 1)
        let isRight =
            ScalarFolding.isLetter(after) && joinsDigits(after) && scan.tokens[window.lastToken].kind == .digits
        return isLeft || isRight || before == 0x5F || after == 0x5F
    }

    /// "tel0612345678"
    private static func isTold(_ scan: ScannedText, _ token: Int) -> Bool {
        token >= 0 && scan.tokens[token].word.traits.contains(.phone)
    }

    /// In Chinese, Japanese, Korean and Thai no space parts words from numbers; in Arabic and Hebrew prefixes join them.
    private static func joinsDigits(_ scalar: UInt32) -> Bool {
        !ScalarFolding.isUnspaced(scalar) && !(0x590...0x6FF).contains(scalar) && !(0x900...0xDFF).contains(scalar)
    }

    private static func scalars(_ words: String) -> [[UInt32]] {
        words.split(separator: " ").map { $0.unicodeScalars.map { ScalarFolding.fold($0.value) } }
    }

    private static let phones = scalars(
        "電話 携帯 ケータイ 電話番号 连絡先 連絡先 电话 手机 致电 拨打 전화 연락처 핸드폰 휴대폰 문자 카톡 โทร wa.me/ whatsapp.com/ signal.me/ t.me/ tel: sms:"
    )
    private static let numbers = scalars("番号 号码 번호 號碼")
    private static let references = scalars("注文 伝票 請求 予約 受付 订单 快递 单号 주문 송장 예약 접수 운송장")
    private static let units = Set("人円万票名명원만표元个件회歩步".unicodeScalars.map(\.value))
    private static let pictures: [[UInt32]] = [
        [0x1F4DE], [0x1F4F1], [0x1F4F2], [0x260E], [0x260F], [0x2706], [0x1F4DF], [0x1F919],
    ]
}
