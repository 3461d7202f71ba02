// Pictures of people who are hidden, for those who decide about them: nobody else has an address for them.

internal import Database
internal import Domain
internal import Media
internal import Storage

/// A picture in memory.
public struct ModeratedPicture: Sendable {
    public var bytes: [UInt8]
    /// One of those of `MediaPath.type`: none is run or rendered as a page by browsers.
    public var type: String
}

extension Services {
    /// More than any small picture is, in bytes.
    private static let hiddenBytes = 8 << 20

    /// The small picture of a file of somebody who is suspended or has hidden their account, wherever it lies meanwhile.
    ///
    /// Throws `ServiceError.notFound` where there is none, and of everybody else: theirs are where all find them.
    public func hiddenPicture(_ id: Int64, of account: Int64) async throws -> ModeratedPicture {
        let places = try await database.read { connection -> [String] in
            guard try AccountQueries.restrictions(of: account, connection)?.isHidden == true,
                let path = try MediaQueries.media(id, of: account, connection)?.previewPath
            else { return [] }
            // It may be on its way.
            return [try HiddenFileQueries.place(of: path, connection), path].compactMap { $0 }
        }
        guard let store = media?.store, let type = places.last.flatMap(MediaPath.type), type.hasPrefix("image/") else {
            throw ServiceError.notFound
        }
        for place in places {
            var bytes: [UInt8] = []
            let isThere = try await Services.toldWell {
                try await store.read(place) { piece in
                    guard bytes.count + piece.count <= Services.hiddenBytes else { throw ServiceError.notFound }
                    bytes += piece
                }
            }
            if isThere { return ModeratedPicture(bytes: bytes, type: type) }
        }
        throw ServiceError.notFound
    }
}
