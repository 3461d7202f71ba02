// How large the copies are that this server makes of files of others.

/// In which size, and for which place, a copy is made. Raw values are in addresses.
public enum RemoteFileSize: String, Sendable, CaseIterable {
    case avatar, header, emoji
    /// The picture in a timeline; of a film or a sound its still picture.
    case small
    case original

    /// Most pixels of the copy of a picture.
    public var pixels: Int {
        switch self {
        case .avatar: 160_000
        case .header: 750_000
        case .emoji: 16_384
        case .small: 230_400
        case .original: 4_147_200
        }
    }

    /// Most bytes that are fetched of what may be a picture only.
    public var pictureBytes: Int {
        switch self {
        case .avatar, .header: 8 << 20
        case .emoji: 1 << 20
        case .small, .original: 16 << 20
        }
    }

    /// Whether it may be a film or a sound, too.
    public var mayMove: Bool { self == .small || self == .original }
}
