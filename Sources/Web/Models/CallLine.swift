// A call in a list.

public import Domain

/// One call with how many answered.
public struct CallLine: Sendable {
    public var call: Call
    /// Who asks.
    public var author: AccountView
    /// Distinct people who answered.
    public var people: Int64
    /// Silent answers are not among them.
    public var isSpokenOnly: Bool
    public var isClosed: Bool

    public init(call: Call, author: AccountView, people: Int64, isSpokenOnly: Bool = false, isClosed: Bool) {
        self.call = call
        self.author = author
        self.people = people
        self.isSpokenOnly = isSpokenOnly
        self.isClosed = isClosed
    }
}
