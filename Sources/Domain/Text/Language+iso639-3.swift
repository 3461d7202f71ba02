// Languages without a two-letter code that apps offer, by their ISO 639-3 codes.

extension Language {
    static let threeLetters: [Language] = [
        Language("ast", "Asturian", "Asturianu"),
        Language("chr", "Cherokee", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ"),
        Language("ckb", "Sorani (Kurdish)", "سۆرانی"),
        Language("cnr", "Montenegrin", "crnogorski"),
        Language("csb", "Kashubian", "Kaszëbsczi"),
        Language("gsw", "Swiss German", "Schwiizertütsch"),
        Language("jbo", "Lojban", "la .lojban."),
        Language("kab", "Kabyle", "Taqbaylit"),
        Language("ldn", "Láadan", "Láadan"),
        Language("lfn", "Lingua Franca Nova", "lingua franca nova"),
        Language("moh", "Mohawk", "Kanienʼkéha"),
        Language("nds", "Low German", "Plattdüütsch"),
        Language("pdc", "Pennsylvania Dutch", "Pennsilfaani-Deitsch"),
        Language("sco", "Scots", "Scots"),
        Language("sma", "Southern Sami", "Åarjelsaemien Gïele"),
        Language("smj", "Lule Sami", "Julevsámegiella"),
        Language("szl", "Silesian", "ślůnsko godka"),
        Language("tok", "Toki Pona", "toki pona"),
        Language("vai", "Vai", "ꕙꔤ"),
        Language("xal", "Kalmyk", "Хальмг келн"),
        Language("zba", "Balaibalan", "باليبلن"),
        Language("zgh", "Standard Moroccan Tamazight", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
    ]

    /// Three-letter codes (ISO 639-2 and 639-3) that some clients and devices send for languages with a two-letter code.
    static let twoLettersOfThree: [String: String] = [
        "ara": "ar", "ben": "bn", "bul": "bg", "cat": "ca", "ces": "cs", "cmn": "zh", "cze": "cs", "dan": "da",
        "deu": "de", "dut": "nl", "ell": "el", "eng": "en", "est": "et", "eus": "eu", "fas": "fa", "fin": "fi",
        "fra": "fr", "fre": "fr", "ger": "de", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "ind": "id",
        "ita": "it", "jpn": "ja", "kor": "ko", "lit": "lt", "nld": "nl", "nob": "nb", "nor": "no", "per": "fa",
        "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru", "slk": "sk", "spa": "es", "srp": "sr",
        "swe": "sv", "tam": "ta", "tel": "te", "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi",
        "zho": "zh", "chi": "zh",
    ]
}
