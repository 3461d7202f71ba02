// Adding and removing the server's own emoji, and reading their pictures.

internal import Basics
internal import Database
internal import Domain
internal import Media
internal import Storage

extension Services {
    /// Reads all emoji anew: at the start, and now and then, since the command line changes them too.
    public func refreshEmojis() async throws {
        site.emojis.take(try await database.read { try EmojiQueries.all($0) })
    }

    /// Adds an emoji.
    ///
    /// - Parameter still: the picture shown where nothing may move.
    /// Throws `ServiceError.invalid` for a shortcode that is none or taken, and for a picture that is not taken.
    public func addEmoji(_ shortcode: String, category: String?, image: [UInt8], still: [UInt8]?) async throws {
        guard CustomEmoji.isShortcode(shortcode) else {
            throw ServiceError.invalid("Shortcode must be 2 to 128 letters, digits and underscores")
        }
        let picture = try Services.picture(image)
        let stillPicture = try still.map(Services.picture)
        try await change { change in
            let id = try EmojiQueries.insert(
                shortcode: shortcode,
                category: category,
                image: picture,
                still: stillPicture,
                at: change.now,
                change.connection
            )
            guard id != nil else { throw ServiceError.invalid("Shortcode has already been taken") }
        }
        try await refreshEmojis()
    }

    /// Throws `ServiceError.notFound`.
    public func removeEmoji(_ shortcode: String) async throws {
        let wasThere = try await change { try EmojiQueries.delete(shortcode: shortcode, $0.connection) }
        guard wasThere else { throw ServiceError.notFound }
        try await refreshEmojis()
    }

    /// The picture of an emoji, or the one that does not move. Throws `ServiceError.notFound`.
    public func emojiPicture(_ id: Int64, still: Bool) async throws -> (type: String, bytes: [UInt8]) {
        guard let picture = try await database.read({ try EmojiQueries.picture(id, still: still, $0) }) else {
            throw ServiceError.notFound
        }
        return picture
    }

    private static func picture(_ bytes: [UInt8]) throws -> (type: String, bytes: [UInt8]) {
        guard bytes.count <= CustomEmoji.byteLimit else { throw ServiceError.invalid("Image must be at most 256 KB") }
        guard let type = CustomEmoji.mediaType(of: bytes) else {
            throw ServiceError.invalid("Image must be a PNG, GIF or WebP picture")
        }
        guard let bare = PictureMetadata.stripped(bytes) else { throw ServiceError.invalid("Image is damaged") }
        return (type, bare)
    }
}
