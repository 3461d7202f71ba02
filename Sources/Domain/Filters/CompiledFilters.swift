// All filters of one account, ready to look at statuses.

public import Basics

/// What one filter found in a status.
public struct FilterMatch: Sendable, Equatable {
    public var filter: ContentFilter
    /// What stands in the text, as written there; nil where no keyword was found.
    public var text: String?
    public var statusIDs: [Int64]
}

/// Filters of one account, folded once. Immutable: a change makes another one.
public final class CompiledFilters: Sendable {
    private struct Rule: Sendable {
        var filter: ContentFilter
        var keywords: [(text: FoldedText, isWholeWord: Bool)]
        var statusIDs: Set<Int64>
    }

    private let rules: [Rule]
    /// Whether any filter looks at words.
    public let hasKeywords: Bool

    public init(_ filters: [ContentFilter]) {
        rules = filters.compactMap { filter in
            guard !filter.keywords.isEmpty || !filter.statuses.isEmpty else { return nil }
            return Rule(
                filter: filter,
                keywords: filter.keywords.map { (FoldedText($0.keyword), $0.isWholeWord) },
                statusIDs: Set(filter.statuses.map(\.statusID))
            )
        }
        hasKeywords = rules.contains { !$0.keywords.isEmpty }
    }

    public var isEmpty: Bool { rules.isEmpty }

    /// The words of `text` that filters name, by the place of the filter. Whether a filter is in force is not looked at,
    /// so that the answer may be kept.
    public func words(in text: String) -> [Int: String] {
        guard hasKeywords else { return [:] }
        let folded = FoldedText(text)
        var found: [Int: String] = [:]
        for (place, rule) in rules.enumerated() {
            guard let range = CompiledFilters.first(rule.keywords, in: folded) else { continue }
            found[place] = CompiledFilters.text(of: text, at: range)
        }
        return found
    }

    /// What the filters in force find in a status.
    ///
    /// - Parameters:
    ///   - ids: of the status and, for a reblog, of what it reblogs.
    ///   - words: what `words(in:)` found in its text.
    public func matches(ids: [Int64], words: [Int: String], at now: Timestamp) -> [FilterMatch] {
        var found: [FilterMatch] = []
        for (place, rule) in rules.enumerated() where !rule.filter.isExpired(at: now) {
            let statusIDs = rule.statusIDs.isEmpty ? [] : ids.filter(rule.statusIDs.contains)
            guard words[place] != nil || !statusIDs.isEmpty else { continue }
            found.append(FilterMatch(filter: rule.filter, text: words[place], statusIDs: statusIDs))
        }
        return found
    }

    /// The first place in the text where any of the keywords stands; of several there the first in the filter.
    private static func first(_ keywords: [(text: FoldedText, isWholeWord: Bool)], in text: FoldedText) -> Range<Int>? {
        var first: Range<Int>?
        for keyword in keywords {
            guard let range = text.firstRange(of: keyword.text, isWholeWord: keyword.isWholeWord) else { continue }
            if first.map({ range.lowerBound < $0.lowerBound }) ?? true { first = range }
        }
        return first
    }

    private static func text(of written: String, at range: Range<Int>) -> String {
        String(String.UnicodeScalarView(written.unicodeScalars.dropFirst(range.lowerBound).prefix(range.count)))
    }
}
