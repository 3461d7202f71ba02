// What one person's posts and choice come to as an answer to a call: one person is one answer.

public import Basics

/// How an answer counts. Raw values are stored.
public enum AnswerKind: Int64, Sendable {
    /// With a post that anybody may see.
    case spoke = 1
    /// By choice alone.
    case silent = 2
}

/// An answer as it is counted.
public struct CallAnswer: Sendable, Equatable {
    /// The option of somebody who spoke without choosing one.
    public static let unspecified: Int64 = -1

    public var kind: AnswerKind
    /// Position of the option, or `unspecified`.
    public var option: Int64
    public var firstAt: Timestamp

    public init(kind: AnswerKind, option: Int64, firstAt: Timestamp) {
        self.kind = kind
        self.option = option
        self.firstAt = firstAt
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
    ///   - choice: the option chosen by vote or silently, and when.
    ///   - posts: those that answer, oldest first.
    /// - Returns: nil where there is neither.
    public init?(choice: (option: Int64, at: Timestamp)?, posts: [Post]) {
        guard let first = posts.first else {
            guard let choice else { return nil }
            self.init(kind: .silent, option: choice.option, firstAt: choice.at)
            return
        }
        // What was chosen says more than what is recognised in a text.
        let spoken = posts.first { $0.option != CallAnswer.unspecified }?.option
        self.init(
            kind: .spoke,
            option: choice?.option ?? spoken ?? CallAnswer.unspecified,
            firstAt: min(first.at, choice?.at ?? first.at)
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
