// Going once through the pictures that were stored before what they say of their maker was cut out: emoji as they were sent, and WebP
// files, in which libvips left it.

internal import Database
internal import Domain
public import Media
internal import Storage

/// What came of it so far.
public struct StrippedMedia: Sendable, Equatable {
    /// Pictures that were looked at.
    public var seen = 0
    public var stripped = 0
    /// No whole pictures; they stay as they are.
    public var unreadable = 0
    public var missing = 0
    /// Being moved for a suspension just then: another run takes them.
    public var moving = 0
}

extension Services {
    /// May be broken off anywhere and run again, also beside the running server: what is done is clean, and stays where it is.
    ///
    /// - Parameters:
    ///   - folder: for files in the making, on the same file system as a folder store.
    ///   - tell: is told now and then how far it is.
    public func stripStoredMedia(
        _ store: any MediaStore,
        in folder: String,
        tell: (StrippedMedia) -> Void
    ) async throws -> StrippedMedia {
        var sum = StrippedMedia()
        try await stripEmojis(&sum)
        for owner in StoredPictureQueries.Owner.allCases {
            var after: Int64? = 0
            while let place = after {
                let (files, last) = try await database.read {
                    try StoredPictureQueries.pictures(of: owner, after: place, limit: 500, $0)
                }
                // Of all other kinds libvips leaves out what it is told to.
                for file in files where file.path.hasSuffix(".webp") {
                    try await strip(file, of: owner, store, in: folder, &sum)
                }
                after = last
                tell(sum)
            }
        }
        return sum
    }

    private func stripEmojis(_ sum: inout StrippedMedia) async throws {
        for id in try await database.read({ try EmojiQueries.all($0) }).map(\.id) {
            guard let emoji = try await database.read({ try StoredPictureQueries.pictures(ofEmoji: id, $0) }) else {
                continue
            }
            sum.seen += 1
            var bare = emoji
            guard let image = PictureMetadata.stripped(emoji.image) else {
                sum.unreadable += 1
                continue
            }
            (bare.image, bare.still) = (image, emoji.still.map { PictureMetadata.stripped($0) ?? $0 })
            guard bare != emoji else { continue }
            try await database.write { [bare] in try StoredPictureQueries.replace(bare, $0) }
            sum.stripped += 1
        }
    }

    private func strip(
        _ file: StoredPicture,
        of owner: StoredPictureQueries.Owner,
        _ store: any MediaStore,
        in folder: String,
        _ sum: inout StrippedMedia
    ) async throws {
        sum.seen += 1
        var (here, isSettled) = try await place(of: file)
        guard isSettled else {
            sum.moving += 1
            return
        }
        while true {
            let outcome = try await store.strip(here, in: folder)
            if outcome == .unreadable { sum.unreadable += 1 }
            if outcome == .missing { sum.missing += 1 }
            guard outcome == .stripped else { return }
            // Deleted meanwhile: what was put back goes again.
            guard try await database.read({ try StoredPictureQueries.names(file, owner, $0) }) else {
                return try await store.remove(here)
            }
            let place = try await place(of: file).place
            guard place != here else { break }
            // Moved meanwhile, or about to be: what was put back must not stay where everybody finds it.
            try await store.move(here, to: place)
            here = place
        }
        sum.stripped += 1
    }

    private func place(of file: StoredPicture) async throws -> (place: String, isSettled: Bool) {
        try await database.read { try StoredPictureQueries.place(of: file.path, $0) }
    }
}
