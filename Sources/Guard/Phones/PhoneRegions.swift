// Where a number without a country's code was probably dialled.

/// Regions as libphonenumber names them (ISO 3166-1).
struct PhoneRegions {
    /// Where a number begins with 0 within the country.
    var withZero: [String]
    /// Where it does not.
    var withoutZero: [String]
    /// Whether the language is spoken in few countries, so that a number of theirs alone says much.
    var areFew = false

    init(language: String?, text: ScannedText) {
        let regions = Self.byLanguage[language.map { String($0.prefix(2)) } ?? ""] ?? Self.byScript(text)
        let zero = regions.filter { !Self.noZero.contains($0) }
        withZero = zero + Self.common.filter { !zero.contains($0) }
        withoutZero = regions.filter(Self.noZero.contains)
        areFew = regions.count <= 3
    }

    private static let common = ["GB", "FR", "DE", "NL", "IT", "TR", "AU", "SE", "JP", "KR", "EG", "UA"]

    /// Where the first digit is dialled from abroad too; in Italy also a zero.
    private static let noZero: Set<String> = [
        "US", "ES", "PT", "DK", "NO", "PL", "CZ", "GR", "HK", "SG", "MX", "CO", "CL", "PE", "BR", "IN", "CN", "RU",
        "IT",
        "TN", "QA", "KW", "BH", "OM", "LV", "EE",
    ]

    private static let byLanguage: [String: [String]] = [
        "en": ["US", "GB", "AU", "IN", "IE", "NZ", "ZA", "NG", "KE"], "es": ["ES", "MX", "AR", "CO", "CL", "PE"],
        "fr": ["FR", "BE", "CH", "US", "MA", "TN", "DZ"], "de": ["DE", "AT", "CH"], "pt": ["BR", "PT"],
        "it": ["IT", "CH"],
        "nl": ["NL", "BE"], "ar": ["EG", "SA", "MA", "AE", "DZ", "JO", "IQ", "TN", "LB", "KW", "QA"], "hi": ["IN"],
        "bn": ["BD", "IN"], "ta": ["IN"], "te": ["IN"], "mr": ["IN"], "ur": ["PK", "IN"], "ja": ["JP"], "ko": ["KR"],
        "zh": ["CN", "TW", "HK"], "ru": ["RU", "UA", "KZ"], "uk": ["UA"], "be": ["BY"], "pl": ["PL"], "cs": ["CZ"],
        "sk": ["SK"], "sv": ["SE", "FI"], "da": ["DK"], "nb": ["NO"], "no": ["NO"], "nn": ["NO"], "fi": ["FI"],
        "tr": ["TR"], "el": ["GR", "CY"], "he": ["IL"], "fa": ["IR", "AF"], "id": ["ID"], "ms": ["MY", "SG"],
        "vi": ["VN"], "th": ["TH"], "tl": ["PH"], "ro": ["RO"], "hu": ["HU"], "bg": ["BG"], "sr": ["RS"], "hr": ["HR"],
        "ca": ["ES"], "eu": ["ES"], "gl": ["ES"], "sw": ["KE", "TZ"], "et": ["EE"], "lv": ["LV"], "lt": ["LT"],
        "sl": ["SI"],
    ]

    private static func byScript(_ text: ScannedText) -> [String] {
        for scalar in text.scalars {
            switch scalar {
            case 0x3041...0x30FA: return ["JP"]
            case 0xAC00...0xD7A3: return ["KR"]
            case 0x900...0x97F: return ["IN"]
            case 0x430...0x45F: return ["RU", "UA", "KZ"]
            case 0x620...0x6FF: return ["EG", "SA", "MA", "AE", "DZ", "JO", "IQ", "IR"]
            case 0x4E00...0x9FFF: return ["CN", "JP", "TW", "HK"]
            case 0x5D0...0x5EA: return ["IL"]
            case 0x3B1...0x3C9: return ["GR"]
            default: continue
            }
        }
        return ["US", "ES", "BR", "IN", "PL", "DK", "IT"]
    }
}
