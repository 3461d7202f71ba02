// What was said in English for want of a translation; bound by tests only.

internal import Synchronization

/// Collects sentences without a translation while it is bound.
public final class MissingTexts: Sendable {
    @TaskLocal public static var current: MissingTexts?

    private let texts = Mutex<Set<String>>([])

    public init() {}

    /// What was missing, sorted.
    public var all: [String] { texts.withLock { $0.sorted() } }

    func note(_ text: String) { texts.withLock { _ = $0.insert(text) } }
}
