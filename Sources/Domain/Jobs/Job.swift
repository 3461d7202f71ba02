// Work that is written down now and done later, also after a crash.

public import Basics

/// Work to be written down in the transaction that wishes it.
public struct JobDraft: Sendable, Equatable {
    /// Names its handler, such as `fetch-card`.
    public var kind: String
    /// What the handler has to know, as JSON: ids rather than bodies, since what they name may change until then.
    public var payload: String
    /// While a job of this kind and key waits, another one is not written, though it may become due earlier. One that runs is
    /// done once more afterwards, however often it is asked for meanwhile. No two of them ever run at once.
    public var key: String?
    /// Whom it has to do with outside: one host's jobs never take all the room. Of hosts that strangers choose it is their
    /// `HostGroup`.
    public var host: String?
    /// nil: at once.
    public var runAt: Timestamp?

    public init(kind: String, payload: String = "{}", key: String? = nil, host: String? = nil, runAt: Timestamp? = nil)
    {
        self.kind = kind
        self.payload = payload
        self.key = key
        self.host = host
        self.runAt = runAt
    }
}

/// Work that one node has taken on.
public struct Job: Sendable, Equatable {
    public var id: Int64
    public var kind: String
    public var payload: String
    public var host: String?
    /// How often it was begun, this time included.
    public var attempts: Int

    public init(id: Int64, kind: String, payload: String, host: String?, attempts: Int) {
        self.id = id
        self.kind = kind
        self.payload = payload
        self.host = host
        self.attempts = attempts
    }
}
