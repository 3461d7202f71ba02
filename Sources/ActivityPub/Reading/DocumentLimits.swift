// How much of a document is read. What is longer is cut or left out; only the whole document has a limit that refuses it.

/// Bounds of what others send. Those for texts are in bytes of UTF-8.
public enum DocumentLimits {
    /// The bytes of one document; inboxes refuse more before they read it.
    public static let document = 1_000_000
    /// Values in one document, containers included.
    public static let values = 50_000
    /// Of a list that is only looked through.
    public static let list = 1000
    static let name = 2048
    static let summary = 20_000
    static let content = 200_000
    static let description = 10_000
    static let fields = 50
    static let field = 2047
    static let aliases = 256
    static let keys = 10
    static let emojis = 200
    static let tags = 200
    static let attachments = 32
    static let options = 500
    static let languages = 20
    static let addressees = 1000
    static let comment = 5000
}
