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
    private func files(_ person: Person, _ house: TestHouse) async throws -> (
        all: [String], status: String, card: String
    ) {
        let picture = FormFile(filename: "a.png", type: "image/png", bytes: Pictures.png(40, 30))
        let profile = try await house.upload(
            .patch,
            "/api/v1/accounts/update_credentials",
            as: person,
            [
                FormFile(name: "avatar", filename: "a.png", bytes: Pictures.png(50, 50)),
                FormFile(name: "header", filename: "h.png", bytes: Pictures.png(90, 30)),
            ]
        ).expect(200)
        let media = try await house.upload(as: person, [picture]).expect(200)
        let status = try await house.send(
            .post,
            "/api/v1/statuses",
            as: person,
            ["status": "\(Self.page)", "media_ids[]": media["id"].string ?? ""]
        ).id()
        try await house.fetchCards()
        let shown = try await house.get("/api/v1/statuses/\(status)")
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
    private func moderate(_ account: Int64, _ step: Moderation, _ house: TestHouse) async throws {
        try await house.services.moderate(account, step)
        try await house.services.moveFiles()
    }

    private func expect(_ status: Int, _ files: [String], _ house: TestHouse) async throws {
        for file in files {
            let reply = try await house.file(file)
            #expect(reply.status == status, "\(file)")
            guard status == 200 else { continue }
            // A copy is asked about each time, which costs next to nothing.
            #expect(reply.response.headers[.cacheControl]?.contains("max-age=0") == true, "\(file)")
            let etag = try #require(reply.response.headers[.eTag])
            try await house.file(file, headers: [.ifNoneMatch: etag]).expect(304)
        }
    }

    @Test(
        "are at no address while their account is suspended, back when it is back, and gone when it is erased",
        arguments: TestEngine.available
    )
    func life(_ engine: TestEngine) async throws {
        try await withMediaHouse(engine, fetchPage: web.fetch) { house in
            let (files, _, _) = try await files(house.alice, house)
            try await expect(200, files, house)
            let etag = try await house.file(files[2]).response.headers[.eTag] ?? ""
            try await moderate(house.alice.id, .suspend, house)
            try await expect(404, files, house)
            // Nor is who has a copy told that it is good.
            try await house.file(files[2], headers: [.ifNoneMatch: etag]).expect(404)
            try await moderate(house.alice.id, .unsuspend, house)
            try await expect(200, files, house)
            // Twice and back again changes nothing.
            for step in [Moderation.suspend, .unsuspend, .suspend] {
                try await moderate(house.alice.id, step, house)
            }
            try await expect(404, files, house)
            try await house.services.eraseAccount(house.alice.id)
            house.clock.step(.seconds(86_500))
            try await house.services.purgeCardImages()
            try await expect(404, files, house)
            let folder = try #require(house.services.media?.store as? FolderStore)
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
        try await withMediaHouse(engine, fetchPage: web.fetch) { house in
            let (_, _, card) = try await files(house.alice, house)
            let other = try await house.post("\(Self.page) too", by: house.bob)
            try await moderate(house.alice.id, .suspend, house)
            try await house.file(card).expect(200)
            try await moderate(house.bob.id, .suspend, house)
            try await house.file(card).expect(404)
            // Whoever of them comes back brings it back.
            try await moderate(house.alice.id, .unsuspend, house)
            try await house.file(card).expect(200)
            try await moderate(house.alice.id, .suspend, house)
            try await house.file(card).expect(404)
            try await house.post(Self.page, by: house.charlie)
            try await house.services.moveFiles()
            try await house.file(card).expect(200)
            _ = other
        }
    }

    @Test("what is deleted while it is hidden is gone from its place", arguments: TestEngine.available)
    func deleted(_ engine: TestEngine) async throws {
        try await withMediaHouse(engine, fetchPage: web.fetch) { house in
            let (files, status, _) = try await files(house.alice, house)
            try await moderate(house.alice.id, .suspend, house)
            _ = try await house.services.deleteStatus(
                try #require(Int64(status)),
                by: house.alice.id,
                deletingMedia: true
            )
            try await moderate(house.alice.id, .unsuspend, house)
            try await expect(200, Array(files.prefix(2)), house)
            try await expect(404, Array(files[2..<4]), house)
            let unsettled = try await house.services.database.read { try HiddenFileQueries.unsettled(limit: 9, $0) }
            #expect(unsettled == [])
        }
    }
}
