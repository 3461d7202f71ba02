// Files that people bring: every kind, merged and in place of what was there, broken off and gone on with.
import Basics
import Database
import Domain
import Services
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("Imports")
struct ImportTests {
    private let alice = PeopleFixture.alice
    private let bob = PeopleFixture.bob
    private let charlie = PeopleFixture.charlie

    /// Offers and begins an import by alice, and does it to its end. Returns how it stands.
    private func bring(
        _ csv: String,
        _ kind: ImportKind?,
        overwrites: Bool = false,
        _ here: PeopleFixture
    ) async throws -> ImportRecord {
        let id = try await here.services.offerImport(
            Array(csv.utf8),
            fileName: "mine.csv",
            kind: kind,
            overwrites: overwrites,
            by: alice
        )
        try await here.services.beginImport(id, by: alice)
        try await here.services.runImport(id)
        return try await here.services.importRecord(id, of: alice)
    }

    /// The reasons why lines of an import failed, in their order.
    private func reasons(_ record: ImportRecord, _ here: PeopleFixture) async throws -> [String] {
        let csv = try await here.services.importFailures(record.id, of: alice).csv
        return try CSV.parse(Array(csv.utf8)).dropFirst().compactMap(\.last)
    }

    private func user(_ id: Int64, _ here: PeopleFixture) async throws -> User {
        try #require(try await here.services.database.read { try UserQueries.user(id, $0) })
    }

    @Test("follows keep their wishes, ask where they must, and say why not", arguments: TestEngine.available)
    func follows(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.add(4, "dora") { $0.isLocked = true }
            try await here.add(5, "eve")
            _ = try await here.services.blockAccount(alice, by: 5)
            let record = try await bring(
                """
                Account address,Show boosts,Notify on new posts,Languages
                bob@chorus.example,false,true,"de, fr"
                @CHARLIE,,,
                dora@chorus.example,true,false,
                eve,true,false,
                alice@chorus.example,true,false,
                nobody,true,false,
                someone@other.example,true,false,
                what is this?,true,false,
                bob,true,true,klingon

                """,
                nil,
                here
            )
            #expect(record.kind == .follows && record.state == .done)
            #expect([record.total, record.misunderstood, record.reached, record.failed] == [9, 1, 9, 6])
            let toBob = try await here.relationship(of: alice, to: bob)
            #expect(toBob.following && !toBob.showingReblogs && toBob.notifying && toBob.languages == ["de", "fr"])
            let toCharlie = try await here.relationship(of: alice, to: charlie)
            #expect(toCharlie.following && toCharlie.showingReblogs && !toCharlie.notifying)
            #expect(try await here.relationship(of: alice, to: 4).requested)
            #expect(try await here.notices(bob) == ["follow from 1"])
            #expect(try await here.notices(4) == ["follow_request from 1"])
            let notAllowed = "This is not allowed: it may be your own account, or one of you blocks the other"
            #expect(
                try await reasons(record, here) == [
                    notAllowed, notAllowed, "There is no such account here",
                    "This server does not know that account yet", "This line could not be understood",
                    "Languages must be known language codes",
                ]
            )
            // What failed is a file that can be brought again.
            let failures = try await here.services.importFailures(record.id, of: alice).csv
            #expect(
                failures.hasPrefix("Account address,Show boosts,Notify on new posts,Languages,Reason\neve,true,false,,")
            )
            #expect(try await bring(failures, nil, here).failed == 6)
            await #expect(throws: ServiceError.notFound) { try await here.services.importRecord(record.id, of: bob) }
        }
    }

    @Test("a file in place of what was there ends what it does not hold", arguments: TestEngine.available)
    func overwriting(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            try await here.add(4, "dora")
            for other in [bob, charlie] {
                _ = try await services.followAccount(other, by: alice)
                _ = try await services.muteAccount(other, by: alice)
            }
            _ = try await services.blockAccount(4, by: alice)
            for domain in ["old.example", "kept.example"] { try await services.blockDomain(domain, by: alice) }
            let author = try await user(bob, here)
            var posts: [Int64] = []
            for number in 0..<3 {
                let post = try await services.postStatus(StatusDraft(text: "Post \(number)"), by: author).status.id
                posts.append(post)
                _ = try await services.setBookmark(number < 2, on: post, by: alice)
            }
            let old = try await services.createList(ListChanges(title: "Old"), by: alice)
            let kept = try await services.createList(ListChanges(title: "Kept"), by: alice)
            for list in [old, kept] { try await services.addToList(list.id, [bob], by: alice) }

            // Bookmarks by the address of the page, and by the id.
            let bookmarks =
                "https://chorus.example/@bob/\(posts[1])\nhttps://chorus.example/users/bob/statuses/\(posts[2])\n"
            #expect(try await bring(bookmarks, .bookmarks, overwrites: true, here).failed == 0)
            #expect(
                try await services.export(.bookmarks, of: alice) == """
                    https://chorus.example/users/bob/statuses/\(posts[2])
                    https://chorus.example/users/bob/statuses/\(posts[1])

                    """
            )
            #expect(try await bring("kept.example\nnew.example\n", .domains, overwrites: true, here).failed == 0)
            #expect(try await services.export(.domains, of: alice) == "kept.example\nnew.example\n")
            #expect(try await bring("Kept,charlie\nNew,charlie\n", .lists, overwrites: true, here).failed == 0)
            #expect(
                try await services.export(.lists, of: alice)
                    == "Kept,charlie@chorus.example\nNew,charlie@chorus.example\n"
            )
            let mutes = "Account address,Hide notifications\ncharlie@chorus.example,false\n"
            #expect(try await bring(mutes, nil, overwrites: true, here).failed == 0)
            #expect(try await services.export(.mutes, of: alice) == mutes)
            #expect(try await bring("charlie\n", .follows, overwrites: true, here).failed == 0)
            #expect(try await here.follows(alice) == [0, 1])
            #expect(try await here.relationship(of: alice, to: charlie).following)
            #expect(try await bring("bob\n", .blocks, overwrites: true, here).failed == 0)
            #expect(try await services.export(.blocks, of: alice) == "bob@chorus.example\n")
            // Lines without an address are lines too.
            let gaps = try await bring("Note,Account address\na,\nb,charlie\nc,\n", .blocks, here)
            #expect([gaps.total, gaps.misunderstood, gaps.reached, gaps.failed] == [3, 2, 3, 2])
            #expect(try await here.relationship(of: alice, to: 4).blocking == false)
        }
    }

    @Test(
        "whoever is suspended loses nothing by an import, and there are twenty a day",
        arguments: TestEngine.available
    )
    func bounds(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            try await services.blockDomain("kept.example", by: alice)
            func offer() async throws -> Int64 {
                let file = Array("new.example\n".utf8)
                return try await services.offerImport(
                    file,
                    fileName: "d.csv",
                    kind: .domains,
                    overwrites: true,
                    by: alice
                )
            }
            let id = try await offer()
            try await services.beginImport(id, by: alice)
            try await services.moderate(alice, .suspend, by: .commandLine)
            try await services.runImport(id)
            #expect(try await services.importRecord(id, of: alice).state == .stopped)
            #expect(try await services.export(.domains, of: alice) == "kept.example\n")
            try await services.moderate(alice, .unsuspend, by: .commandLine)
            for _ in 2...20 { #expect(try await bring("kept.example\n", .domains, here).state == .done) }
            let last = try await offer()
            await #expect(throws: ServiceError.self) { try await services.beginImport(last, by: alice) }
        }
    }

    @Test("what one takes along, another brings", arguments: TestEngine.available)
    func roundTrip(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            _ = try await services.followAccount(
                charlie,
                by: bob,
                FollowWishes(showReblogs: false, languages: ["de", "en"])
            )
            _ = try await services.muteAccount(charlie, by: bob, hidesNotifications: false)
            try await services.blockDomain("other.example", by: bob)
            let list = try await services.createList(ListChanges(title: "Near, and \"dear\""), by: bob)
            try await services.addToList(list.id, [charlie], by: bob)
            let author = try await user(charlie, here)
            let post = try await services.postStatus(StatusDraft(text: "Keep this"), by: author).status.id
            _ = try await services.setBookmark(true, on: post, by: bob)
            for kind in ImportKind.allCases where kind != .blocks {
                let file = try await services.export(kind, of: bob)
                #expect(try await bring(file, kind, here).failed == 0)
                #expect(try await services.export(kind, of: alice) == file)
            }
            _ = try await services.blockAccount(charlie, by: bob)
            let blocks = try await services.export(.blocks, of: bob)
            #expect(try await bring(blocks, .blocks, here).failed == 0)
            #expect(try await services.export(.blocks, of: alice) == blocks)
        }
    }

    @Test("broken off amid its lines it goes on, and nothing is doubled", arguments: TestEngine.available)
    func resumption(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            for id in Int64(10)..<80 { try await here.add(id, "villager\(id)") }
            let lines = (10..<80).map { "villager\($0)\nunknown\($0)\n" }.joined()
            let id = try await services.offerImport(
                Array(lines.utf8),
                fileName: "follows.csv",
                kind: nil,
                overwrites: false,
                by: alice
            )
            try await services.beginImport(id, by: alice)
            // The attempt ends when it has followed the thirtieth, in the third round of lines.
            let attempt = Mutex<Task<Void, any Error>?>(nil)
            let followed = Mutex(0)
            services.events.listen { event in
                guard event.changedRelationship != nil else { return }
                let count = followed.withLock { count in
                    count += 1
                    return count
                }
                if count == 30 { attempt.withLock { $0?.cancel() } }
            }
            let task = Task { try await services.runImport(id) }
            attempt.withLock { $0 = task }
            await #expect(throws: CancellationError.self) { try await task.value }
            let broken = try await services.importRecord(id, of: alice)
            #expect(broken.state == .running && broken.reached > 0 && broken.reached < broken.total)
            // As if the attempt had died before it could note its last round: those lines are done once more.
            _ = try await services.followAccount(79, by: alice)
            try await services.runImport(id)
            try await services.runImport(id)
            let done = try await services.importRecord(id, of: alice)
            #expect(done.state == .done && [done.total, done.reached, done.failed] == [140, 140, 70])
            #expect(try await here.follows(alice) == [0, 70])
            for other in Int64(10)..<80 { #expect(try await here.notices(other) == ["follow from 1"]) }
            let csv = try await services.importFailures(id, of: alice).csv
            #expect(try CSV.parse(Array(csv.utf8)).count == 71)
        }
    }

    @Test("one of a kind at a time, and only files that can be read", arguments: TestEngine.available)
    func refusals(_ engine: TestEngine) async throws {
        var limits = Limits()
        limits.importBytes = 100
        limits.importLines = 3
        try await PeopleFixture.run(engine, limits: limits) { here in
            let services = here.services
            func refusal(_ bytes: [UInt8], _ kind: ImportKind?) async -> String? {
                do {
                    _ = try await services.offerImport(bytes, fileName: "x", kind: kind, overwrites: false, by: alice)
                    return nil
                } catch ServiceError.invalid(let sentence) {
                    return sentence.english
                } catch {
                    return "\(error)"
                }
            }
            let cases: [(String, ImportKind?, String)] = [
                (String(repeating: "b", count: 101), nil, "This file is larger than 0 MB: divide it"),
                ("a\0", .blocks, "This file is not text in UTF-8 or UTF-16, so it cannot be a CSV file"),
                ("\"bob", .blocks, "A quotation mark in line 1 of this file has no partner"),
                ("a\nb\nc\nd\ne", .blocks, "This file has more than 4 lines: divide it"),
                ("", .blocks, "This file has no lines"),
                (
                    "bob", nil,
                    "Neither its name nor its headings say what this file holds: please choose it"
                ), ("#uri\nx", .blocks, "This file has headings, but not the needed “Account address”"),
                ("??", .blocks, "No line of this file could be understood"),
            ]
            for (file, kind, sentence) in cases { #expect(await refusal(Array(file.utf8), kind) == sentence) }
            // Each file takes the place of one that waited.
            var ids: [Int64] = []
            for _ in 0..<2 {
                ids.append(
                    try await services.offerImport(
                        Array("bob".utf8),
                        fileName: "x",
                        kind: .blocks,
                        overwrites: false,
                        by: alice
                    )
                )
            }
            await #expect(throws: ServiceError.notFound) { try await services.beginImport(ids[0], by: alice) }
            await #expect(throws: ServiceError.notFound) { try await services.beginImport(ids[1], by: bob) }
            for _ in 0..<2 { try await services.beginImport(ids[1], by: alice) }
            let other = try await services.offerImport(
                Array("bob".utf8),
                fileName: "x",
                kind: .blocks,
                overwrites: false,
                by: alice
            )
            await #expect(throws: ServiceError.self) { try await services.beginImport(other, by: alice) }
            try await services.runImport(ids[1])
            try await services.beginImport(other, by: alice)
            try await services.runImport(other)
            #expect(try await services.imports(of: alice).map(\.id) == [other, ids[1]])
            here.time.move(.seconds(8 * 86_400))
            try await services.forgetOldArchives()
            #expect(try await services.imports(of: alice).isEmpty)
        }
    }

    @Test("a line costs a bounded number of statements", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            for id in Int64(10)..<110 { try await here.add(id, "villager\(id)") }
            for (kind, most) in [(ImportKind.follows, 25), (.lists, 25), (.mutes, 12), (.blocks, 30)] {
                let lines = (10..<110).map { kind == .lists ? "Near,villager\($0)\n" : "villager\($0)\n" }
                for (some, overwrites) in [(lines.prefix(50), false), (lines.suffix(50), true)] {
                    let before = here.services.database.statistics.statements
                    #expect(try await bring(some.joined(), kind, overwrites: overwrites, here).failed == 0)
                    let cost = here.services.database.statistics.statements - before
                    #expect(cost <= 50 * most * (overwrites ? 2 : 1) + 60, "\(kind), \(overwrites): \(cost)")
                }
            }
        }
    }
}
