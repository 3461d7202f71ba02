// Pictures that were stored with what they say of their maker lose it, wherever they are.
import Basics
import Database
import Domain
import Foundation
import Media
import Services
import Storage
import TestSupport
import Testing

@Suite("Stripping stored pictures")
struct StripStoredMediaTests {
    /// RFC 9649: a header that promises Exif, pixels, and Exif.
    private static let webp: [UInt8] = {
        func chunk(_ kind: String, _ body: [UInt8]) -> [UInt8] {
            Array(kind.utf8) + [UInt8(body.count), 0, 0, 0] + body + (body.count & 1 == 1 ? [0] : [])
        }
        let body =
            Array("WEBP".utf8) + chunk("VP8X", [0x08] + [UInt8](repeating: 0, count: 9)) + chunk("VP8L", [0x2F, 1, 2])
            + chunk("EXIF", Array("taken at home".utf8))
        return Array("RIFF".utf8) + [UInt8(body.count), 0, 0, 0] + body
    }()

    private static func path(_ key: String) -> String { "attachments/ab/\(key)/original.webp" }
    private static let (shown, hidden, moving, gone) = (path("one"), path("two"), path("three"), path("four"))
    private static let secret = "hidden/cd/five/original.webp"

    @Test("files where everybody finds them, hidden ones, and emoji", arguments: TestEngine.available)
    func all(_ engine: TestEngine) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("strip-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try FolderStore(root: folder)
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            try await here.services.database.write { try Self.fill($0, at: here.time.clock.now()) }
            for path in [Self.shown, Self.secret, Self.moving] {
                let place = try #require(store.place(of: path))
                let parent = (place as NSString).deletingLastPathComponent
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
                try Data(Self.webp).write(to: URL(fileURLWithPath: place))
            }
            func bytes(_ path: String) throws -> [UInt8] {
                let place = try #require(store.place(of: path))
                return Array(try Data(contentsOf: URL(fileURLWithPath: place)))
            }
            func emoji() async throws -> CustomEmoji? {
                try await services.database.read { try EmojiQueries.all($0) }.first
            }
            let before = try #require(try await emoji())
            let first = try await services.stripStoredMedia(store, in: folder + "/making") { _ in }
            #expect(first.seen == 5 && first.stripped == 3 && first.missing == 1 && first.moving == 1, "\(first)")
            let bare = try #require(PictureMetadata.stripped(Self.webp))
            #expect(bare.count < Self.webp.count)
            #expect(try bytes(Self.shown) == bare && bytes(Self.secret) == bare)
            // One on its way is left alone, so that it is never in two places.
            #expect(try bytes(Self.moving) == Self.webp)
            // Another address, for copies of the old one may be kept for a year.
            let after = try #require(try await emoji())
            #expect(after.shortcode == "plum" && after.category == "fruit" && after.id != before.id)
            #expect(try await services.emojiPicture(after.id, still: false).bytes == bare)
            let second = try await services.stripStoredMedia(store, in: folder + "/making") { _ in }
            #expect(second.stripped == 0 && second.seen == 5)
        }
    }

    private static func fill(_ connection: Connection, at now: Timestamp) throws {
        for (id, path) in [(Int64(900), shown), (901, hidden), (902, moving), (903, gone)] {
            let media = MediaAttachment(id: id, accountID: 1, kind: .image, state: .ready, path: path)
            try MediaQueries.insert(media, format: "webp", node: 0, at: now, connection)
        }
        try HiddenFileQueries.hide(hidden, in: secret, of: 1, connection)
        let file = try #require(try HiddenFileQueries.unsettled(limit: 1, connection).first)
        #expect(try HiddenFileQueries.settle(file, connection))
        try HiddenFileQueries.hide(moving, in: "hidden/cd/six/original.webp", of: 1, connection)
        _ = try EmojiQueries.insert(
            shortcode: "plum",
            category: "fruit",
            image: ("image/webp", webp),
            still: nil,
            at: now,
            connection
        )
    }
}
