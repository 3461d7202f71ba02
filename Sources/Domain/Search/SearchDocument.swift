// What the index holds of one status: the words that are in it, and marks that say who may find it and what it is.

import Basics

/// The searchable side of a status.
public struct SearchDocument: Sendable, Equatable {
    /// No status has more words than this in the index.
    private static let mostWords = 4000

    /// In the order of the text.
    public let words: [String]
    /// Words that no text can hold, see `SearchMark`.
    public let marks: [String]

    /// - Parameters:
    ///   - pollOptions: what its poll offers.
    ///   - media: what it shows; found by what its author says is to be seen there.
    ///   - isIndexable: whether everybody may find the author's public posts.
    public init(
        _ status: Status,
        mentions: [Mention],
        tags: [TagName],
        pollOptions: [String] = [],
        media: [MediaAttachment] = [],
        isIndexable: Bool
    ) {
        let text = status.isLocal ? status.text : HTML.plainText(fromHTML: status.content)
        let parts = [status.spoilerText, text] + pollOptions + media.compactMap(\.description)
        let whole = parts.filter { !$0.isEmpty }.joined(separator: "\n")
        words = Array(SearchWords(whole).indexed.prefix(SearchDocument.mostWords))
        var marks = [SearchMark.all, SearchMark.author(status.accountID)]
        if isIndexable, status.visibility == .public { marks.append(SearchMark.findable) }
        marks += Set(mentions.map(\.accountID)).sorted().map(SearchMark.mentioned)
        marks += tags.map(SearchMark.tag)
        if status.isReply { marks.append(SearchMark.reply) }
        if status.isSensitive { marks.append(SearchMark.sensitive) }
        if !pollOptions.isEmpty { marks.append(SearchMark.poll) }
        if !media.isEmpty { marks.append(SearchMark.media) }
        marks += Set(media.compactMap { SearchMark.kind($0.kind) }).sorted()
        if SearchDocument.hasLink(status.content) { marks.append(SearchMark.link) }
        if let language = status.language.flatMap(SearchMark.language) { marks.append(language) }
        self.marks = marks
    }

    /// A status as it is read from the database.
    public init(_ details: StatusDetails, isIndexable: Bool) {
        self.init(
            details.status,
            mentions: details.mentions,
            tags: details.tags.compactMap(TagName.init),
            pollOptions: details.poll?.options ?? [],
            media: details.media,
            isIndexable: isIndexable
        )
    }

    /// An address in the text that is neither a mention nor a hashtag: an `<a` without the class that those have.
    private static func hasLink(_ content: String) -> Bool {
        var content = content
        return content.withUTF8 { bytes in
            var place = 0
            while place < bytes.count {
                guard bytes[place] == UInt8(ascii: "<") else {
                    place += 1
                    continue
                }
                let start = place
                while place < bytes.count, bytes[place] != UInt8(ascii: ">") { place += 1 }
                let tag = bytes[start..<place]
                if tag.starts(with: opening), !contains(mention, in: tag) { return true }
            }
            return false
        }
    }

    private static func contains(_ word: [UInt8], in bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        bytes.indices.contains { bytes[$0] == word[0] && bytes[$0...].starts(with: word) }
    }

    private static let opening = Array("<a ".utf8)
    private static let mention = Array("mention".utf8)
}

/// Marks stand among the words of the index; their first sign is in no word.
public enum SearchMark {
    public static let all = "_a"
    /// Public, of an author whom everybody may find.
    public static let findable = "_x"
    public static let reply = "_ir"
    public static let sensitive = "_is"
    public static let media = "_hm"
    public static let image = "_hi"
    public static let video = "_hv"
    public static let audio = "_ha"
    public static let poll = "_hp"
    public static let link = "_hl"

    public static func author(_ account: Int64) -> String { "_u\(account)" }
    public static func tag(_ tag: TagName) -> String { "_t\(tag.name)" }
    public static func mentioned(_ account: Int64) -> String { "_m\(account)" }

    /// Silent films that run by themselves are films.
    static func kind(_ kind: MediaKind) -> String? {
        switch kind {
        case .image: image
        case .gifv, .video: video
        case .audio: audio
        case .unknown: nil
        }
    }

    /// Nil for what is no language tag.
    public static func language(_ tag: String) -> String? {
        let tag = tag.lowercased().prefix { $0 != "-" && $0 != "_" }
        guard (1...8).contains(tag.utf8.count), tag.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else { return nil }
        return "_l\(tag)"
    }
}
