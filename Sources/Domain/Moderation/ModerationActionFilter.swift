// Which part of the log of moderators is asked for.

/// Which acts somebody wants to see.
public struct ModerationActionFilter: Sendable, Equatable {
    public var actorID: Int64?
    public var targetID: Int64?
    public var kind: ModerationAction.Kind?

    public init(actorID: Int64? = nil, targetID: Int64? = nil, kind: ModerationAction.Kind? = nil) {
        self.actorID = actorID
        self.targetID = targetID
        self.kind = kind
    }
}
