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
        guard prefilter.mayKnow(scalars) else { return Word() }
        var text = ""
        for scalar in scalars { if let scalar = Unicode.Scalar(scalar) { text.unicodeScalars.append(scalar) } }
        return words[text] ?? Word()
    }

    /// Most words of a text are none of these: a look at their length and ends is enough to know.
    private struct Prefilter {
        private var known = [Bool](repeating: false, count: 4096)

        init(_ words: some Sequence<String>) {
            for word in words { known[Prefilter.place(of: word.unicodeScalars.map(\.value)[...])] = true }
        }

        /// Beyond Latin the same word may be written with other scalars.
        func mayKnow(_ word: ArraySlice<UInt32>) -> Bool {
            known[Prefilter.place(of: word)] || word.contains { $0 >= 0x300 }
        }

        private static func place(of word: ArraySlice<UInt32>) -> Int {
            (word.count &* 331 &+ Int(word.first ?? 0) &* 37 &+ Int(word.last ?? 0)) & 4095
        }
    }

    private static let prefilter = Prefilter(words.keys)

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
