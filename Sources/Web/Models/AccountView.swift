// An account as a line on a page: name, handle, picture.

/// An account where it is shown beside what it wrote.
public struct AccountView: Sendable {
    /// The id, digits.
    public var id: String
    /// The name it chose, plain text; when empty the handle stands for it.
    public var displayName: String
    /// The full handle without the first at sign: `alice@chorus.example`.
    public var handle: String
    /// Where its page is (for a remote account, on this server or its own).
    public var url: String
    /// Its picture; nil shows the default one.
    public var avatarURL: String?
    /// Says of itself that it is automated.
    public var bot: Bool
    /// Custom emoji in its name.
    public var emojis: EmojiPictures

    /// An account to show.
    public init(
        id: String = "",
        displayName: String,
        handle: String,
        url: String,
        avatarURL: String? = nil,
        bot: Bool = false,
        emojis: EmojiPictures = .none
    ) {
        self.id = id
        self.displayName = displayName
        self.handle = handle
        self.url = url
        self.avatarURL = avatarURL
        self.bot = bot
        self.emojis = emojis
    }

    /// The display name, or the user part of the handle where there is none.
    public var name: String {
        let blank = displayName.allSatisfy(\.isWhitespace)
        return blank ? String(handle.prefix { $0 != "@" }) : displayName
    }

    /// The same with its emoji as pictures.
    var shownName: SafeHTML { emojis.html(escaping: name) }
}
