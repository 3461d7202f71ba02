// The files of somebody who is suspended: nobody reads them, they come back with them, and go with them.
import Basics
import Database
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Media
import Services
import Storage
import TestSupport
import Testing

@Suite("Files of suspended accounts")
struct HiddenFileTests {
    private static let page = "https://news.example/garden"

    /// Addresses of every file that has to do with a person: attachment and preview, avatar and header, picture of a card.
    private func files(_ person: Person, _ server: TestServer) async throws -> (
        all: [String], status: String, card: String
    ) {
        let picture = FormFile(filename: "a.png", type: "image/png", bytes: Pictures.png(40, 30))
        let profile = try await server.upload(
            .patch,
            "/api/v1/accounts/update_credentials",
            as: person,
            [
                FormFile(name: "avatar", filename: "a.png", bytes: Pictures.png(50, 50)),
                FormFile(name: "header", filename: "h.png", bytes: Pictures.png(90, 30)),
            ]
        ).expect(200)
        let media = try await server.upload(as: person, [picture]).expect(200)
        let status = try await server.send(
            .post,
            "/api/v1/statuses",
            as: person,
            ["status": "\(Self.page)", "media_ids[]": media["id"].string ?? ""]
        ).id()
        try await server.fetchCards()
        let shown = try await server.get("/api/v1/statuses/\(status)")
        let card = try #require(shown["card", "image"].string)
        let found = [
            profile["avatar"].string, profile["header"].string, media["url"].string, media["preview_url"].string,
        ].compactMap { $0 }
        #expect(found.count == 4)
        return (found + [card], status, card)
    }

    private var web: SmallWeb {
        SmallWeb(
            [Self.page: "<title>A garden</title><meta property='og:image' content='/a.png'>"],
            pictures: ["https://news.example/a.png": Pictures.png(90, 60)]
        )
    }

    /// Moderates, and does the job that follows.
    private func moderate(_ account: Int64, _ step: Moderation, _ server: TestServer) async throws {
        try await server.services.moderate(account, step, by: .commandLine)
        try await server.services.moveFiles()
    }

    private func expect(_ status: Int, _ files: [String], _ server: TestServer) async throws {
        for file in files {
            let reply = try await server.file(file)
            #expect(reply.status == status, "\(file)")
            guard status == 200 else { continue }
            // A copy is asked about each time, which costs next to nothing.
            #expect(reply.response.headers[.cacheControl]?.contains("max-age=0") == true, "\(file)")
            let etag = try #require(reply.response.headers[.eTag])
            try await server.file(file, headers: [.ifNoneMatch: etag]).expect(304)
        }
    }

    @Test(
        "are at no address while their account is suspended, back when it is back, and gone when it is erased",
        arguments: TestEngine.available
    )
    func life(_ engine: TestEngine) async throws {
        try await withMediaServer(engine, fetchPage: web.fetch) { server in
            let (files, _, _) = try await files(server.alice, server)
            try await expect(200, files, server)
            let etag = try await server.file(files[2]).response.headers[.eTag] ?? ""
            try await moderate(server.alice.id, .suspend, server)
            try await expect(404, files, server)
            // Nor is who has a copy told that it is good.
            try await server.file(files[2], headers: [.ifNoneMatch: etag]).expect(404)
            try await moderate(server.alice.id, .unsuspend, server)
            try await expect(200, files, server)
            // Twice and back again changes nothing.
            for step in [Moderation.suspend, .unsuspend, .suspend] {
                try await moderate(server.alice.id, step, server)
            }
            try await expect(404, files, server)
            try await server.services.eraseAccount(server.alice.id)
            server.clock.advance(.seconds(86_500))
            try await server.services.purgeCardImages()
            try await expect(404, files, server)
            let folder = try #require(server.services.media?.store as? FolderStore)
            let left = FileManager.default.enumerator(
                atPath: folder.place(of: "a/b/c/d.x")?.replacing("/a/b/c/d.x", with: "") ?? ""
            )
            let names = (left?.allObjects as? [String] ?? []).filter {
                $0.contains(".") && !$0.hasPrefix("in-progress")
            }
            #expect(names == [])
        }
    }

    @Test(
        "a picture of a card that others show too stays, and one that somebody posts anew is back",
        arguments: TestEngine.available
    )
    func cards(_ engine: TestEngine) async throws {
        try await withMediaServer(engine, fetchPage: web.fetch) { server in
            let (_, _, card) = try await files(server.alice, server)
            let other = try await server.post("\(Self.page) too", by: server.bob)
            try await moderate(server.alice.id, .suspend, server)
            try await server.file(card).expect(200)
            try await moderate(server.bob.id, .suspend, server)
            try await server.file(card).expect(404)
            // Whoever of them comes back brings it back.
            try await moderate(server.alice.id, .unsuspend, server)
            try await server.file(card).expect(200)
            try await moderate(server.alice.id, .suspend, server)
            try await server.file(card).expect(404)
            try await server.post(Self.page, by: server.charlie)
            try await server.services.moveFiles()
            try await server.file(card).expect(200)
            _ = other
        }
    }

    /// Somebody's upload, edit or profile may be on its way when a moderator acts.
    @Test("what arrives while its account is suspended is hidden too", arguments: TestEngine.available)
    func arriving(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let (services, alice) = (server.services, server.alice)
            let folder = try #require(services.media).arriving
            func file(_ bytes: [UInt8] = Pictures.png(40, 30)) throws -> IncomingFile {
                try IncomingFile(bytes, in: folder)
            }
            let loose = try #require(Int64(try await server.picture(by: alice)))
            let shown = try #require(Int64(try await server.picture(by: alice)))
            let status = try await server.send(.post, "/api/v1/statuses", as: alice, ["media_ids[]": "\(shown)"]).id()
            try await moderate(alice.id, .suspend, server)

            var paths: [String?] = []
            let picture = try await services.uploadMedia(MediaUpload(file: file()), by: alice.id, waiting: .zero)
            paths += [picture.path, picture.previewPath]
            let film = MediaUpload(file: try file(Pictures.gif()))
            let moving = try await services.uploadMedia(film, by: alice.id, waiting: .seconds(60))
            paths += [moving.path, moving.previewPath]
            let changes = MediaChanges(thumbnail: try file(Pictures.png(8, 8)))
            paths.append(try await services.updateMedia(loose, changes, by: alice.id).previewPath)
            let edit = MediaEdit(id: shown, thumbnail: try file(Pictures.png(8, 8)))
            let edited = try await services.editStatus(
                try #require(Int64(status)),
                to: StatusDraft(text: "Look", mediaIDs: [shown], mediaEdits: [edit]),
                by: alice.id
            )
            paths.append(edited.media.first?.previewPath)
            var profile = ProfileChanges()
            profile.avatar = try await services.avatar(file(), of: alice.id)
            try await services.updateProfile(of: alice.id, profile)
            paths.append(try await services.accounts.account(alice.id)?.account.avatar?.path)
            let files = paths.compactMap { $0 }.map { "/media/\($0)" }
            #expect(files.count == 7 && Set(files).count == 7)

            try await services.moveFiles()
            try await expect(404, files, server)
            try await moderate(alice.id, .unsuspend, server)
            try await expect(200, files, server)
        }
    }

    @Test("what is deleted while it is hidden is gone from its place", arguments: TestEngine.available)
    func deleted(_ engine: TestEngine) async throws {
        try await withMediaServer(engine, fetchPage: web.fetch) { server in
            let (files, status, _) = try await files(server.alice, server)
            try await moderate(server.alice.id, .suspend, server)
            _ = try await server.services.deleteStatus(
                try #require(Int64(status)),
                by: server.alice.id,
                deletingMedia: true
            )
            try await moderate(server.alice.id, .unsuspend, server)
            try await expect(200, Array(files.prefix(2)), server)
            try await expect(404, Array(files[2..<4]), server)
            let unsettled = try await server.services.database.read { try HiddenFileQueries.unsettled(limit: 9, $0) }
            #expect(unsettled == [])
        }
    }
}
