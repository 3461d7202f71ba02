// Avatars and headers.

/// A picture of a profile, by the paths of its files in the store.
public struct ProfilePicture: Sendable, Equatable {
    public var path: String
    /// The same at rest; equal to `path` where it does not move.
    public var stillPath: String

    public init(path: String, stillPath: String? = nil) {
        self.path = path
        self.stillPath = stillPath ?? path
    }

    /// Each file once.
    public var paths: [String] { path == stillPath ? [path] : [path, stillPath] }
}

/// What becomes of a picture of a profile.
public enum PictureChange: Sendable, Equatable {
    case replaced(ProfilePicture)
    case removed

    var picture: ProfilePicture? {
        if case .replaced(let picture) = self { picture } else { nil }
    }
}
