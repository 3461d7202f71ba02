// Who may see whom an account follows, and who follows it.

/// Rules of the lists of followers and followed.
public enum CollectionPolicy {
    /// What may not be seen is shown as an empty list.
    ///
    /// - Parameter standing: how the viewer stands to the owner; nil when nobody is signed in.
    public static func canSee(listsOf owner: Account, standing: Standing?) -> Bool {
        if owner.isSuspended { return false }
        if standing?.contains(.isSelf) == true { return true }
        return owner.hidesCollections != true && standing?.contains(.isBlocked) != true
    }
}
