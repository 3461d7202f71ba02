// Plural forms by the rules of CLDR 48 (Unicode Technical Standard 35, part 3, "Language Plural Rules"), for whole numbers.

/// A plural form of a language.
public enum PluralCategory: String, Sendable, CaseIterable {
    case zero, one, two, few, many, other
}

extension InterfaceLanguage {
    /// The forms that whole numbers have in this language, in the order of `PluralCategory`.
    public var pluralCategories: [PluralCategory] {
        switch self {
        case .en, .de, .hi: [.one, .other]
        case .es, .fr, .pt, .it: [.one, .many, .other]
        case .ar: PluralCategory.allCases
        case .ja, .ko: [.other]
        }
    }

    /// The form for a count of things; of a negative number that of its magnitude.
    public func pluralCategory(of number: Int) -> PluralCategory {
        let n = number.magnitude
        switch self {
        case .en, .de: return n == 1 ? .one : .other
        case .hi: return n <= 1 ? .one : .other
        case .es, .it: return n == 1 ? .one : n != 0 && n % 1_000_000 == 0 ? .many : .other
        case .fr, .pt: return n <= 1 ? .one : n % 1_000_000 == 0 ? .many : .other
        case .ja, .ko: return .other
        case .ar:
            switch (n, n % 100) {
            case (0, _): return .zero
            case (1, _): return .one
            case (2, _): return .two
            case (_, 3...10): return .few
            case (_, 11...99): return .many
            default: return .other
            }
        }
    }
}
