// The list of calls.

/// All calls that anybody may see, a page at a time.
public struct CallsPage: Sendable {
    /// What is around the page.
    public var frame: Frame
    /// The newest first.
    public var calls: [CallLine]
    /// The page's address everywhere, absolute.
    public var canonicalURL: String
    public var newerURL: String?
    public var olderURL: String?

    public init(
        frame: Frame,
        calls: [CallLine],
        canonicalURL: String,
        newerURL: String? = nil,
        olderURL: String? = nil
    ) {
        self.frame = frame
        self.calls = calls
        self.canonicalURL = canonicalURL
        self.newerURL = newerURL
        self.olderURL = olderURL
    }
}
