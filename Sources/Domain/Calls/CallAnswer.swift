// What one person's posts and choice come to as an answer to a call: each person is counted once in each way.

public import Basics

/// A way in which a person is counted. Raw values are stored.
public enum AnswerKind: Int64, Sendable {
    /// With a post that anybody may see; by the option that the words name.
    case spoke = 1
    /// By choice, whether or not they also spoke; by the option chosen.
    case silent = 2
    /// In both ways; by the option that the words name.
    case both = 3
}

/// What one person is counted for. The two parts know nothing of each other: what somebody says in public is counted by their
/// posts alone, so that no figure of it moves by what they do silently, and the other way round.
public struct CallAnswer: Sendable, Equatable {
    /// The option of words that name none.
    public static let unspecified: Int64 = -1

    /// An answer in public.
    public struct Spoken: Sendable, Equatable {
        /// Position of the option that the words name, or `unspecified`.
        public var option: Int64
        /// When the oldest post was posted.
        public var firstAt: Timestamp

        public init(option: Int64, firstAt: Timestamp) {
            self.option = option
            self.firstAt = firstAt
        }
    }

    public var spoken: Spoken?
    /// Position of the option chosen by vote or silently.
    public var choice: Int64?

    /// Nil where there is neither.
    public init?(spoken: Spoken?, choice: Int64?) {
        guard spoken != nil || choice != nil else { return nil }
        self.spoken = spoken
        self.choice = choice
    }

    /// Where the person is counted, each of these by one.
    public var cells: [(option: Int64, kind: AnswerKind)] {
        var cells: [(option: Int64, kind: AnswerKind)] = []
        if let spoken { cells.append((spoken.option, .spoke)) }
        if let choice { cells.append((choice, .silent)) }
        if let spoken, choice != nil { cells.append((spoken.option, .both)) }
        return cells
    }

    /// So many of a person's posts, the oldest, say what the answer is: the thousandth costs no more than the first.
    public static let postsThatCount = 100

    /// One post that answers, with the option recognised in it.
    public struct Post: Sendable, Equatable {
        public var statusID: Int64
        public var option: Int64
        public var at: Timestamp

        public init(statusID: Int64, option: Int64, at: Timestamp) {
            self.statusID = statusID
            self.option = option
            self.at = at
        }
    }

    /// - Parameters:
    ///   - choice: the option chosen by vote or silently.
    ///   - posts: those that answer, oldest first.
    /// - Returns: nil where there is neither.
    public init?(choice: Int64?, posts: [Post]) {
        let named = posts.first { $0.option != CallAnswer.unspecified }?.option
        self.init(
            spoken: posts.first.map { Spoken(option: named ?? CallAnswer.unspecified, firstAt: $0.at) },
            choice: choice
        )
    }

    /// The one option that a text names, whatever the case; `unspecified` where it names none or several.
    public static func option(in text: String, among options: [String]) -> Int64 {
        let text = folded(text)
        let words = options.map(folded)
        let named = words.indices.filter { place in
            guard !words[place].isEmpty else { return false }
            return words[place].unicodeScalars.contains(where: isWrittenWithoutSpaces)
                ? text.contains(words[place]) : " \(text) ".contains(" \(words[place]) ")
        }
        // "Yes" is no answer of its own within "Yes, often".
        let whole = named.filter { place in
            !named.contains { $0 != place && words[$0].contains(words[place]) && words[$0] != words[place] }
        }
        return whole.count == 1 ? Int64(whole[0]) : unspecified
    }

    /// Thai, Lao, Myanmar, Khmer, kana and Han: words have no ends that could be seen.
    private static func isWrittenWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// Words in lower case with one space between: letters and digits of any script.
    public static func folded(_ text: String) -> String {
        text.lowercased().unicodeScalars.split { !($0.properties.isAlphabetic || $0.properties.numericType != nil) }
            .map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
    }
}
