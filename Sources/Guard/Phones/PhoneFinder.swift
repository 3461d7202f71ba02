// Finds phone numbers: groups of digits are weighed by their form and what stands beside them, and libphonenumber says
// whether such a number exists.

struct PhoneFinder {
    private let scan: ScannedText
    private let language: String?
    /// Few numbers come so far that this is asked.
    private lazy var regions = PhoneRegions(language: language, text: scan)
    private var library = PhoneLibrary()
    /// Those past so many are looked at by their form first: only a wall of digits has as many.
    private var windowsLeft = 1000

    static func find(in scan: ScannedText, language: String?) -> [Span] {
        let chains = DigitChain.all(in: scan)
        guard !chains.isEmpty else { return [] }
        var finder = PhoneFinder(scan, language: language)
        return chains.flatMap { finder.find(in: $0) }
    }

    private init(_ scan: ScannedText, language: String?) {
        (self.scan, self.language) = (scan, language)
    }

    /// The longest number that begins at each group; what is part of one is not looked at again.
    private mutating func find(in chain: DigitChain) -> [Span] {
        var spans: [Span] = []
        var first = 0
        while first < chain.groups.count {
            guard let (span, last) = find(in: chain, from: first) else {
                first += 1
                continue
            }
            if let span { spans.append(span) }
            first = last + 1
        }
        return spans
    }

    private mutating func find(in chain: DigitChain, from first: Int) -> (Span?, last: Int)? {
        let start = chain.groups[first].digits.lowerBound
        guard
            let beyond = chain.groups[first...].firstIndex(where: {
                $0.digits.upperBound - start > Self.lengths.upperBound
            })
                ?? Optional(chain.groups.count), beyond > first
        else { return nil }
        for last in (first..<beyond).reversed() {
            guard chain.groups[last].digits.upperBound - start >= Self.lengths.lowerBound else { break }
            let window = PhoneWindow(chain, first...last)
            switch reading(of: window) {
            case .number(let key):
                return (Span(kind: .phoneNumber, range: withBracket(window.range), key: key), last)
            case .nobodys: return (nil, last)
            case nil: continue
            }
        }
        return nil
    }

    /// With 00 before the country's code; E.164 allows fifteen digits without it.
    private static let lengths = 7...17

    /// "(020) 7946": from the bracket on.
    private func withBracket(_ range: Range<Int>) -> Range<Int> {
        scan[range.lowerBound - 1] == 0x28 ? range.lowerBound - 1..<range.upperBound : range
    }

    private enum Reading {
        /// With its key.
        case number(String)
        /// Free of charge, premium, of a company, or a book's: no person's.
        case nobodys

        init?(_ facts: PhoneNumberFacts?, isFound: Bool) {
            guard let facts, isFound || facts.isService else { return nil }
            self = facts.isService ? .nobodys : .number(facts.key)
        }
    }

    /// What some digits are, or nil where they are no phone number.
    private mutating func reading(of window: PhoneWindow) -> Reading? {
        if window.isBookNumber { return .nobodys }
        if PhoneContext.isAttached(window, in: scan) { return nil }
        let isAbroad = window.hasPlus || window.digits.starts(with: [0, 0])
        guard isAbroad || !window.isSomethingElse, windowsLeft > 0 || window.form >= 5 else { return nil }
        windowsLeft -= 1
        let context = PhoneContext(window, in: scan)
        if window.hasPlus { return international(window.digits, isSure: !context.speaksOfReferences) }
        if isAbroad {
            return international(window.digits.dropFirst(2), isSure: context.speaksOfPhones || window.groups.count > 1)
        }
        if context.speaksOfAmounts, !context.speaksOfPhones { return nil }
        let evidence = evidence(window, context)
        guard evidence >= 2 else { return nil }
        return national(window, evidence) ?? unmarked(window, context)
    }

    private mutating func international(_ digits: ArraySlice<UInt8>, isSure: Bool) -> Reading? {
        guard (7...15).contains(digits.count), let facts = ask(digits, "ZZ") else { return nil }
        return Reading(facts, isFound: facts.isValid || facts.isPossible && isSure)
    }

    /// A country's code without a plus, where the text speaks of phones.
    private mutating func unmarked(_ window: PhoneWindow, _ context: PhoneContext) -> Reading? {
        guard context.speaksOfPhones, !context.speaksOfReferences, window.first != 0,
            (10...15).contains(window.digits.count),
            let facts = ask(window.digits, "ZZ")
        else { return nil }
        return Reading(facts, isFound: facts.isValid)
    }

    private func evidence(_ window: PhoneWindow, _ context: PhoneContext) -> Int {
        var evidence = window.form
        if context.speaksOfReferences, !context.speaksOfPhones { evidence -= 4 }
        if context.speaksOfPhones {
            evidence += 3
        } else if context.speaksOfNumbers, !context.speaksOfReferences {
            evidence += 2
        }
        if window.isDisguised, window.digits.count > 8 { evidence += 1 }
        if window.isPart { evidence -= 2 }
        return evidence
    }

    private mutating func national(_ window: PhoneWindow, _ evidence: Int) -> Reading? {
        var codes = window.first == 0 ? regions.withZero : regions.withoutZero
        if window.isNorthAmerican, !codes.contains("US") { codes.append("US") }
        if window.first == 0, evidence < 5 { codes = Array(codes.prefix(6)) }
        if window.first != 0, evidence < 3 { codes = Array(codes.prefix(2)) }
        // Somebody who speaks of a call may leave out the zero.
        if window.first != 0, evidence >= 6 { codes += regions.withZero.prefix(3) }
        var possible: String?
        for (index, code) in codes.enumerated() {
            guard let facts = ask(window.digits, code) else { continue }
            if facts.isService { return .nobodys }
            let isOwn = index < 2 && regions.areFew || index == 0 && code != "US"
            let mobile = facts.isMobile ? (isOwn ? 2 : 1) : 0
            if facts.isValid, evidence + 1 + mobile >= 5 { return .number(facts.key) }
            if facts.isPossible, possible == nil, index < 3 { possible = facts.key }
        }
        return evidence >= 6 ? possible.map(Reading.number) : nil
    }

    /// After too many questions a text is a wall of numbers, and each that has the form of one counts.
    private mutating func ask(_ digits: ArraySlice<UInt8>, _ region: String) -> PhoneNumberFacts? {
        guard library.questionsLeft > 0 else {
            let key = digits.map { String($0) }.joined()
            return PhoneNumberFacts(isPossible: true, isValid: false, isMobile: false, isService: false, key: key)
        }
        return library.facts(digits, region: region)
    }
}
