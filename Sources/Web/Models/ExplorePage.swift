// What is unusual now, and what is being asked.

public import Domain

/// Trends by shelf with their reasons, and the open calls.
public struct ExplorePage: Sendable {
    /// One trend with its last day.
    public struct Line: Sendable {
        public var trend: Trend
        /// By the hour, or nil.
        public var curve: Curve?

        public init(trend: Trend, curve: Curve? = nil) {
            self.trend = trend
            self.curve = curve
        }
    }

    /// What is around the page.
    public var frame: Frame
    /// The best first.
    public var trends: [Line]
    /// Open calls, those that most people answered first.
    public var calls: [CallLine]
    /// The page's address everywhere, absolute.
    public var canonicalURL: String

    public init(frame: Frame, trends: [Line], calls: [CallLine], canonicalURL: String) {
        self.frame = frame
        self.trends = trends
        self.calls = calls
        self.canonicalURL = canonicalURL
    }
}
