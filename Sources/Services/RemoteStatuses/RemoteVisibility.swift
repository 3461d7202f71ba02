// From the addresses of others to visibility here.

public import ActivityPub
public import Domain

/// From addresses to visibility.
public enum RemoteVisibility {
    /// - Parameter followers: the collection that the author's own document names.
    public static func of(_ addressing: Addressing, followers: String?) -> Visibility {
        switch addressing.reach(followers: followers.flatMap { ObjectID($0) }) {
        case .everybody: .public
        case .unlisted: .unlisted
        case .followers: .private
        case .direct: .direct
        }
    }
}
