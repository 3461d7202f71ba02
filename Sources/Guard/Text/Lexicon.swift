// What single words say about the numbers beside them. Words are folded: lower case, no accents in Latin script.

/// What is known of a word.
struct Word {
    struct Traits: OptionSet {
        let rawValue: UInt16
        /// A phone number is near: "call", "WhatsApp".
        static let phone = Traits(rawValue: 1)
        /// Perhaps a phone number: "number".
        static let number = Traits(rawValue: 2)
        /// A number that is no phone's: "order", "ticket".
        static let reference = Traits(rawValue: 4)
        /// What is counted: "people", "euros".
        static let unit = Traits(rawValue: 8)
        /// A way, before its name: "rue".
        static let wayBefore = Traits(rawValue: 16)
        /// A way, after its name: "street".
        static let wayAfter = Traits(rawValue: 32)
        /// An identity number is near.
        static let identity = Traits(rawValue: 64)
        /// "at" and "dot", as spelled in an e-mail address.
        static let at = Traits(rawValue: 128)
        static let dot = Traits(rawValue: 256)
        /// A known house of mailboxes.
        static let mailHost = Traits(rawValue: 512)
    }

    /// 0 to 9 for the word of a digit.
    var digit: UInt8?
    /// 2 for "double", 3 for "triple".
    var times: UInt8 = 1
    var traits: Traits = []
}

enum Lexicon {
    static func word(_ scalars: ArraySlice<UInt32>) -> Word {
        // Beyond Latin the same word may be written with other scalars.
        guard outlines.contains(Outline.of(scalars)) || scalars.contains(where: { $0 >= 0x300 }) else { return Word() }
        var text = ""
        for scalar in scalars { if let scalar = Unicode.Scalar(scalar) { text.unicodeScalars.append(scalar) } }
        return words[text] ?? Word()
    }

    /// Most words of a text are none of these, and are known by a look at their length and ends.
    private struct Outline {
        private var known = [Bool](repeating: false, count: 4096)

        static func of(_ scalars: some BidirectionalCollection<UInt32>) -> Int {
            let (first, last) = (Int(scalars.first ?? 0), Int(scalars.last ?? 0))
            return (scalars.count &* 331 &+ first &* 37 &+ last) & 4095
        }

        mutating func insert(_ word: String) { known[Outline.of(word.unicodeScalars.map(\.value))] = true }

        func contains(_ outline: Int) -> Bool { known[outline] }
    }

    private static let outlines = words.keys.reduce(into: Outline()) { $0.insert($1) }

    private static let words: [String: Word] = {
        var words: [String: Word] = [:]
        for list in digits {
            for (value, names) in list.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
                for name in names.split(separator: " ") {
                    words[folded(name), default: Word()].digit = UInt8(value % 10)
                }
            }
        }
        for (times, names) in multiples {
            for name in names.split(separator: " ") { words[folded(name), default: Word()].times = times }
        }
        for (trait, lists) in traits {
            for name in lists.split(whereSeparator: \.isWhitespace) {
                words[folded(name), default: Word()].traits.insert(trait)
            }
        }
        return words
    }()

    private static func folded(_ name: Substring) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            if let scalar = Unicode.Scalar(ScalarFolding.fold(scalar.value)) { text.unicodeScalars.append(scalar) }
        }
        return String(text.filter { $0 != "\0" })
    }
}
