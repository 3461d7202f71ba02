// What belongs to this server is not fetched, and not believed of another.

public import ActivityPub

extension Site {
    /// Is it the id of something of this server?
    public func isOurs(_ id: ObjectID) -> Bool { id.origin.authority == webDomain }
}
