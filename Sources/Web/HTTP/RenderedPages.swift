// Pages as strangers see them, kept for a moment: a link that everybody opens is rendered once a second.

internal import Basics
internal import HTTPTypes
internal import Localization
internal import Synchronization

/// Which page, for readers who are not signed in.
enum PageKey: Hashable, Sendable {
    case front
    case profile(Int64, ProfilePart, ListPlace)
    case tag(String, ListPlace)
    case thread(Int64, after: Int64?)
    case explore
    case people(page: Int)
    case calls(ListPlace)
    case call(Int64)
    case embeddedTag(String)
    case embeddedCall(Int64)
    case accountFeed(Int64)
    case tagFeed(String)
    case deletions
}

/// A bounded cache of whole answers. Those who ask for the same page at the same time wait for one rendering.
final class RenderedPages: Sendable {
    private struct Kept: Sendable {
        let answer: PageAnswer
        let until: Timestamp
    }

    /// A page in a language.
    private struct SpokenPage: Hashable, Sendable {
        let key: PageKey
        let language: InterfaceLanguage
    }

    /// The largest page kept, in bytes: with the capacity, the bound of the memory used.
    private static let largest = 1 << 18
    private let cached = ReadThroughCache<SpokenPage, Kept>(capacity: 64, shards: 4)
    private let underway = Mutex<[SpokenPage: Task<PageAnswer, any Error>]>([:])
    private let lifetime: Duration
    private let clock: Clock

    /// - Parameter lifetime: how long a page is kept; zero renders each anew.
    init(lifetime: Duration, clock: Clock) {
        self.lifetime = lifetime
        self.clock = clock
    }

    /// The page in the language that is spoken, at most `lifetime` old. Only good answers are kept.
    func answer(
        _ key: PageKey,
        make: @escaping @Sendable () async throws -> PageAnswer
    ) async throws -> PageAnswer {
        guard lifetime > .zero else { return try await make() }
        let key = SpokenPage(key: key, language: Localizer.current.language)
        if let page = cached.value(for: key), clock.now() < page.until { return page.answer }
        let task = underway.withLock { underway in
            if let task = underway[key] { return task }
            let task = Task {
                // The task is in the table before it can get here: the table's lock is held.
                defer { self.underway.withLock { _ = $0.removeValue(forKey: key) } }
                let until = self.clock.now() + self.lifetime
                let answer = try await make()
                if answer.status == .ok, answer.html.utf8.count <= Self.largest {
                    self.cached.set(Kept(answer: answer, until: until), for: key)
                }
                return answer
            }
            underway[key] = task
            return task
        }
        return try await task.value
    }
}
