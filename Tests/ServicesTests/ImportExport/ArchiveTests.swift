// Archives: all posts of every visibility parsed back and compared, files byte for byte, for a week and for their owner.
import Basics
import Database
import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Media
@testable import Services

@Suite("Archives")
struct ArchiveTests {
    private let alice = PeopleFixture.alice
    private let bob = PeopleFixture.bob

    /// A store whose files can be read, or not.
    private struct Store: MediaStore {
        let folder: FolderStore
        let fails: Bool

        func put(_ file: MadeFile, at path: String) async throws { try await folder.put(file, at: path) }
        func move(_ path: String, to place: String) async throws { try await folder.move(path, to: place) }
        func remove(_ path: String) async throws { try await folder.remove(path) }
        func read(_ path: String, _ take: ([UInt8]) async throws -> Void) async throws -> Bool {
            guard fails else { return try await folder.read(path, take) }
            try await take([1, 2, 3])
            throw MediaError.storage("The bucket broke off")
        }
    }

    private func visit(
        _ engine: TestEngine,
        storeFails: Bool = false,
        _ body: (PeopleFixture, _ folder: String) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "archives-" + RandomToken.make(length: 12)
        defer { Files.remove(folder) }
        let workshop = try MediaWorkshop(
            tools: MediaTools(vips: "", vipsheader: "", ffmpeg: "", ffprobe: ""),
            limits: MediaLimits(),
            store: Store(folder: try FolderStore(root: folder + "/media"), fails: storeFails),
            folder: folder + "/work"
        )
        let archives = try ArchiveFolder(root: folder + "/archives")
        var limits = Limits()
        limits.passwordCost = 4
        try await PeopleFixture.run(engine, limits: limits, media: workshop, archives: archives) { here in
            try await body(here, folder)
        }
    }

    private func user(_ id: Int64, _ here: PeopleFixture) async throws -> User {
        try #require(try await here.services.database.read { try UserQueries.user(id, $0) })
    }

    /// Stores a picture of alice's, ready to be posted.
    private func picture(_ id: Int64, _ bytes: [UInt8], _ here: PeopleFixture, _ folder: String) async throws {
        let path = "attachments/aa/key\(id)/original.png"
        let file = try IncomingFile(bytes, in: folder)
        try await here.services.media?.store.put(MadeFile(path: file.path, suffix: "png"), at: path)
        let media = MediaAttachment(
            id: id,
            accountID: alice,
            kind: .image,
            state: .ready,
            path: path,
            description: "A \"quiet\" garden",
            focus: FocalPoint(x: 0.5, y: -0.25),
            blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
            measures: MediaMeasures(size: PixelSize(width: 40, height: 30))
        )
        let now = here.time.clock.now()
        try await here.services.database.write {
            try MediaQueries.insert(media, format: "png", node: 0, at: now, $0)
        }
    }

    /// Asks for alice's archive, has it made, and reads it.
    private func archive(_ here: PeopleFixture) async throws -> [String: [UInt8]] {
        try await here.services.askForArchive(by: alice)
        try await here.services.makeArchive(try #require(try await here.services.archive(of: alice)).id)
        let (path, record) = try await here.services.archiveFile(of: alice)
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        #expect(record.bytes == Int64(bytes.count))
        return try StoredEntries.read(bytes)
    }

    @Test("everything somebody wrote is in it, as it was", arguments: TestEngine.available)
    func content(_ engine: TestEngine) async throws {
        try await visit(engine) { here, folder in
            let services = here.services
            let (author, other) = (try await user(alice, here), try await user(bob, here))
            try await services.updateProfile(
                of: alice,
                ProfileChanges(
                    displayName: "Alice",
                    note: "Hello #garden",
                    fields: [ProfileField(name: "Home", value: "here")]
                )
            )
            let theirs = try await services.postStatus(StatusDraft(text: "Theirs"), by: other).status.id
            let image = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            try await picture(900, image, here, folder)
            var ids: [Int64] = []
            let drafts = [
                StatusDraft(text: "Me too #Garden @bob", spoilerText: "Care", language: "de", mediaIDs: [900]),
                StatusDraft(text: "Quiet", visibility: .unlisted), StatusDraft(text: "Few", visibility: .private),
                StatusDraft(text: "@bob one", visibility: .direct, inReplyToID: theirs),
                StatusDraft(text: "Which?", poll: PollDraft(options: ["a", "b"], expiresIn: 600)),
                StatusDraft(text: "Look", quotedID: theirs, quotePolicy: .nobody),
            ]
            for draft in drafts { ids.append(try await services.postStatus(draft, by: author).status.id) }
            let poll = try #require(try await services.statuses.status(ids[4])?.poll)
            try await services.vote(in: poll.id, for: [1], by: bob)
            here.time.move(.seconds(60))
            _ = try await services.editStatus(ids[1], to: StatusDraft(text: "Quiet, changed"), by: author.accountID)
            ids.append(try await services.reblogStatus(theirs, by: author.accountID))
            _ = try await services.favouriteStatus(theirs, by: alice)
            _ = try await services.setBookmark(true, on: theirs, by: alice)
            _ = try await services.favouriteStatus(ids[0], by: bob)
            let entries = try await archive(here)
            #expect(
                entries.keys.sorted() == [
                    "actor.json", "bookmarks.json", "likes.json", "media_attachments/900.png", "outbox.json",
                ]
            )
            #expect(entries["media_attachments/900.png"] == image)
            func json(_ name: String) throws -> JSONValue { try JSONValue.parse(try #require(entries[name])) }
            let theirURI = "https://chorus.example/users/bob/statuses/\(theirs)"
            #expect(try json("likes.json")["orderedItems"] == .array([.string(theirURI)]))
            #expect(try json("bookmarks.json")["orderedItems"] == .array([.string(theirURI)]))
            let actor = try json("actor.json")
            #expect(actor["id"]?.string == "https://chorus.example/users/alice" && actor["name"]?.string == "Alice")
            #expect(actor["summary"]?.string?.contains("<a href=\"https://chorus.example/tags/garden\"") == true)
            #expect(actor["attachment"]?.array?.first?["value"]?.string == "here")
            let outbox = try json("outbox.json")
            #expect(outbox["type"]?.string == "OrderedCollection" && outbox["totalItems"] == .number("7"))
            let items = try #require(outbox["orderedItems"]?.array)
            let kept = try await services.statuses.statuses(ids)
            let everybody = "https://www.w3.org/ns/activitystreams#Public"
            let (followers, bobURI) = (
                "https://chorus.example/users/alice/followers", "https://chorus.example/users/bob"
            )
            let audiences: [([String], [String])] = [
                ([everybody], [followers, bobURI]), ([followers], [everybody]), ([followers], []), ([bobURI], []),
                ([everybody], [followers]), ([everybody], [followers]), ([everybody], [followers, bobURI]),
            ]
            for (place, id) in ids.enumerated() {
                let (item, status) = (items[place], try #require(kept[id]?.status))
                let uri = "https://chorus.example/users/alice/statuses/\(id)"
                #expect(item["id"]?.string == uri + "/activity")
                #expect(item["actor"]?.string == "https://chorus.example/users/alice")
                #expect(item["published"]?.string == status.createdAt.iso8601)
                #expect(item["to"]?.array?.compactMap(\.string) == audiences[place].0)
                #expect(item["cc"]?.array?.compactMap(\.string) == audiences[place].1)
                guard status.reblogOfID == nil else {
                    #expect(item["type"]?.string == "Announce" && item["object"]?.string == theirURI)
                    continue
                }
                let note = try #require(item["object"])
                #expect(item["type"]?.string == "Create" && note["id"]?.string == uri)
                #expect(note["type"]?.string == (place == 4 ? "Question" : "Note"))
                #expect(note["url"]?.string == "https://chorus.example/@alice/\(id)")
                #expect(note["content"]?.string == status.content && note["to"] == item["to"])
                #expect(note["sensitive"] == .bool(status.isSensitive))
                #expect(note["summary"]?.string == (status.spoilerText.isEmpty ? nil : status.spoilerText))
                #expect(note["updated"]?.string == status.editedAt?.iso8601)
                #expect(note["inReplyTo"]?.string == (place == 3 ? theirURI : nil))
            }
            let first = try #require(items[0]["object"])
            #expect(first["contentMap"]?["de"]?.string == first["content"]?.string)
            #expect(first["likes"]?["totalItems"] == .number("1"))
            let file = try #require(first["attachment"]?.array?.first)
            #expect(file["url"]?.string == "media_attachments/900.png" && file["mediaType"]?.string == "image/png")
            #expect(file["name"]?.string == "A \"quiet\" garden" && file["blurhash"]?.string?.isEmpty == false)
            #expect(file["focalPoint"] == .array([.number("0.5"), .number("-0.25")]))
            #expect(file["width"] == .number("40") && file["height"] == .number("30"))
            #expect(
                first["tag"]?.array?.map { "\($0["type"]?.string ?? "") \($0["name"]?.string ?? "")" }
                    == ["Mention @bob@chorus.example", "Hashtag #garden"]
            )
            let question = try #require(items[4]["object"])
            #expect(question["votersCount"] == .number("1") && question["endTime"]?.string != nil)
            #expect(question["oneOf"]?.array?.map { $0["replies"]?["totalItems"] } == [.number("0"), .number("1")])
            let quoting = try #require(items[5]["object"])
            #expect(quoting["quote"]?.string == theirURI)
            #expect(
                quoting["interactionPolicy"]?["canQuote"]?["automaticApproval"]
                    == .array([.string("https://chorus.example/users/alice")])
            )
        }
    }

    @Test("many posts are written a page at a time, by few statements", arguments: TestEngine.available)
    func pages(_ engine: TestEngine) async throws {
        try await visit(engine) { here, _ in
            let author = try await user(alice, here)
            for number in 0..<250 {
                _ = try await here.services.postStatus(StatusDraft(text: "Day \(number)"), by: author)
            }
            try await here.services.askForArchive(by: alice)
            let id = try #require(try await here.services.archive(of: alice)).id
            let before = here.services.database.statistics.statements
            try await here.services.makeArchive(id)
            // Three pages of posts, and the one that is empty.
            #expect(here.services.database.statistics.statements - before <= 50)
            let (path, record) = try await here.services.archiveFile(of: alice)
            #expect(record.posts == 250)
            let entries = try StoredEntries.read([UInt8](try Data(contentsOf: URL(filePath: path))))
            let items = try JSONValue.parse(entries["outbox.json"] ?? [])["orderedItems"]?.array ?? []
            #expect(items.compactMap { $0["object"]?["content"]?.string } == (0..<250).map { "<p>Day \($0)</p>" })
        }
    }

    @Test("one a week, for a week, and gone with the account", arguments: TestEngine.available)
    func life(_ engine: TestEngine) async throws {
        try await visit(engine) { here, folder in
            let services = here.services
            func files() throws -> [String] {
                try FileManager.default.contentsOfDirectory(atPath: folder + "/archives")
            }
            await #expect(throws: ServiceError.notFound) { try await services.archiveFile(of: alice) }
            try await services.askForArchive(by: alice)
            await #expect(throws: ServiceError.invalid("Your archive is being made already")) {
                try await services.askForArchive(by: alice)
            }
            await #expect(throws: ServiceError.notFound) { try await services.archiveFile(of: alice) }
            try await services.makeArchive(try #require(try await services.archive(of: alice)).id)
            #expect(try files().count == 1)
            await #expect(throws: ServiceError.notFound) { try await services.archiveFile(of: bob) }
            here.time.move(.seconds(6 * 86_400))
            await #expect(throws: ServiceError.self) { try await services.askForArchive(by: alice) }
            try await services.forgetOldArchives()
            #expect(try files().count == 1)
            here.time.move(.seconds(86_401))
            try await services.forgetOldArchives()
            #expect(try files().isEmpty)
            #expect(try await services.archive(of: alice) == nil)
            // One that is never made does not stand in the way for good.
            try await services.askForArchive(by: alice)
            here.time.move(.seconds(86_401))
            try await services.askForArchive(by: alice)
            // What an attempt left that was broken off is written over.
            let again = try #require(try await services.archive(of: alice))
            let half = URL(filePath: folder + "/archives/\(again.name).part")
            try Data(repeating: 7, count: 100_000).write(to: half)
            try await services.forgetOldArchives()
            try await services.makeArchive(again.id)
            #expect(try files() == ["\(again.name).zip"])
            let (path, _) = try await services.archiveFile(of: alice)
            #expect(try StoredEntries.read([UInt8](try Data(contentsOf: URL(filePath: path)))).count == 4)
            let hash = try await services.passwords.hash(ServicesFixture.password)
            try await services.database.write { try LoginQueries.setPassword(hash, of: 1, $0) }
            try await services.deleteAccount(alice, password: ServicesFixture.password)
            #expect(try files().isEmpty)
        }
    }

    @Test("a store that fails leaves a sentence and no half file", arguments: TestEngine.available)
    func failure(_ engine: TestEngine) async throws {
        try await visit(engine, storeFails: true) { here, folder in
            let author = try await user(alice, here)
            try await picture(900, [1, 2, 3, 4], here, folder)
            _ = try await here.services.postStatus(StatusDraft(text: "Look", mediaIDs: [900]), by: author)
            try await here.services.askForArchive(by: alice)
            let id = try #require(try await here.services.archive(of: alice)).id
            await #expect(throws: (any Error).self) { try await here.services.makeArchive(id) }
            let failed = try #require(try await here.services.archive(of: alice))
            #expect(failed.state == .failed)
            #expect(failed.reason == "The archive could not be written, or a file in it could not be read")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/archives").isEmpty)
            try await here.services.askForArchive(by: alice)
            #expect(try await here.services.archive(of: alice)?.state == .making)
        }
    }
}

/// The entries of a ZIP file of which none is compressed.
private enum StoredEntries {
    struct Malformed: Error {}

    static func read(_ bytes: [UInt8]) throws -> [String: [UInt8]] {
        func number(_ place: Int, _ count: Int) throws -> Int {
            guard place >= 0, place + count <= bytes.count else { throw Malformed() }
            return (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        }
        let end = bytes.count - 22
        guard try number(end, 4) == 0x0605_4B50 else { throw Malformed() }
        var (entries, place) = ([String: [UInt8]](), try number(end + 16, 4))
        for _ in 0..<(try number(end + 10, 2)) {
            guard try number(place, 4) == 0x0201_4B50, try number(place + 10, 2) == 0 else { throw Malformed() }
            let (size, name, start) = (try number(place + 24, 4), try number(place + 28, 2), try number(place + 42, 4))
            let content = start + 30 + (try number(start + 26, 2)) + (try number(start + 28, 2))
            entries[String(decoding: bytes[(place + 46)..<(place + 46 + name)], as: UTF8.self)] = Array(
                bytes[content..<(content + size)]
            )
            place += 46 + name + (try number(place + 30, 2))
        }
        return entries
    }
}
