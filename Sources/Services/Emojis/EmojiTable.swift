// The server's own emoji, all of them, in memory: every text that is shown may name some.

public import Domain
internal import Synchronization

/// All custom emoji by shortcode. Whoever keeps bytes made with them compares `version`.
public final class EmojiTable: Sendable, Equatable {
    private struct State: Sendable {
        var version: Int64 = 0
        var emojis: [CustomEmoji] = []
        var byShortcode: [String: CustomEmoji] = [:]
    }

    private let state = Mutex(State())

    init() {}

    public static func == (a: EmojiTable, b: EmojiTable) -> Bool { a === b }

    /// Another one whenever there are other emoji; 0 while there are none.
    public var version: Int64 { state.withLock { $0.version } }

    /// By shortcode.
    public var all: [CustomEmoji] { state.withLock { $0.emojis } }

    public subscript(_ shortcode: String) -> CustomEmoji? { state.withLock { $0.byShortcode[shortcode] } }

    /// The emoji that stand in some texts, each once, in order.
    public func used(in texts: [String]) -> [CustomEmoji] {
        let known = state.withLock { $0.byShortcode }
        guard !known.isEmpty else { return [] }
        var seen: Set<String> = []
        var used: [CustomEmoji] = []
        for text in texts {
            for shortcode in Shortcodes.found(in: text) {
                guard let emoji = known[shortcode], seen.insert(shortcode).inserted else { continue }
                used.append(emoji)
            }
        }
        return used
    }

    func take(_ emojis: [CustomEmoji]) {
        state.withLock { state in
            guard emojis != state.emojis else { return }
            state.version += 1
            state.emojis = emojis
            state.byShortcode = Dictionary(emojis.map { ($0.shortcode, $0) }) { first, _ in first }
        }
    }
}
