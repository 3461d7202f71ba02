// Polls: votes count once, and their end is told.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Polls")
struct PollTests {
    static func poll(_ here: PeopleFixture, multiple: Bool = false, by author: Int64 = PeopleFixture.alice)
        async throws -> Poll
    {
        let draft = StatusDraft(
            text: "Which?",
            poll: PollDraft(options: ["Tea", "Coffee", "Water"], expiresIn: 600, isMultiple: multiple)
        )
        return try #require(
            try await here.services.postStatus(draft, by: try await here.user(author)).poll
        )
    }

    @Test("a vote counts once, and cannot be given twice", arguments: TestEngine.available)
    func once(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let poll = try await Self.poll(here)
            try await here.services.vote(in: poll.id, for: [1], by: PeopleFixture.bob)
            let refused: [([Int64], Int64)] = [
                ([1], PeopleFixture.bob), ([0], PeopleFixture.alice), ([3], PeopleFixture.charlie),
                ([-1], PeopleFixture.charlie), ([], PeopleFixture.charlie), ([0, 1], PeopleFixture.charlie),
            ]
            for (choices, account) in refused {
                await #expect(throws: ServiceError.self) {
                    try await here.services.vote(in: poll.id, for: choices, by: account)
                }
            }
            #expect(
                try await here.services.polls.tallies([poll])[poll.id] == PollTally(votes: [0, 1, 0], voters: 1)
            )
            here.time.move(.seconds(600))
            await #expect(throws: ServiceError.invalid("The poll has already ended")) {
                try await here.services.vote(in: poll.id, for: [0], by: PeopleFixture.charlie)
            }
        }
    }

    @Test("several choices are one voter", arguments: TestEngine.available)
    func multiple(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let poll = try await Self.poll(here, multiple: true)
            try await here.services.vote(in: poll.id, for: [0, 2, 2], by: PeopleFixture.bob)
            #expect(
                try await here.services.polls.tallies([poll])[poll.id] == PollTally(votes: [1, 0, 1], voters: 1)
            )
            #expect(
                try await here.services.polls.votes(of: PeopleFixture.bob, in: [poll.id]) == [poll.id: [0, 2]]
            )
        }
    }

    @Test("the end is told to author and voters, once", arguments: TestEngine.available)
    func end(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let poll = try await Self.poll(here)
            try await here.services.vote(in: poll.id, for: [1], by: PeopleFixture.bob)
            try await here.services.endPolls()
            #expect(try await here.notices(PeopleFixture.bob) == [])
            here.time.move(.seconds(601))
            for _ in 0..<2 { try await here.services.endPolls() }
            #expect(try await here.notices(PeopleFixture.bob) == ["poll from 1"])
            #expect(try await here.notices(PeopleFixture.alice) == ["poll from 1"])
            #expect(try await here.notices(PeopleFixture.charlie) == [])
        }
    }

    @Test("an edit with other options begins anew, one without a poll takes it away", arguments: TestEngine.available)
    func editing(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let poll = try await Self.poll(here)
            let alice = try await here.user(PeopleFixture.alice)
            try await here.services.vote(in: poll.id, for: [1], by: PeopleFixture.bob)
            var draft = StatusDraft(text: "Which one?")
            draft.poll = PollDraft(options: poll.options, expiresIn: 600)
            let same = try await here.services.editStatus(poll.statusID, to: draft, by: alice.accountID)
            #expect(same.poll?.id == poll.id)
            draft.poll?.options = ["Yes", "No"]
            let other = try await here.services.editStatus(poll.statusID, to: draft, by: alice.accountID)
            #expect(other.poll?.options == ["Yes", "No"])
            #expect(other.poll?.id == poll.id)
            #expect(try await here.services.polls.votes(of: PeopleFixture.bob, in: [poll.id]) == [:])
            let tally = try await here.services.polls.tallies([try #require(other.poll)])
            #expect(tally.values.first == PollTally(votes: [0, 0], voters: 0))
            draft.poll = nil
            #expect(try await here.services.editStatus(poll.statusID, to: draft, by: alice.accountID).poll == nil)
        }
    }

    @Test("many votes of one account at once are one", arguments: TestEngine.available)
    func atOnce(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let poll = try await Self.poll(here)
            await withTaskGroup(of: Void.self) { group in
                for number in Int64(0)..<32 {
                    group.addTask {
                        try? await here.services.vote(in: poll.id, for: [number % 3], by: PeopleFixture.bob)
                    }
                }
            }
            let tally = try #require(try await here.services.polls.tallies([poll])[poll.id])
            #expect([tally.total, tally.voters] == [1, 1])
        }
    }

    @Test("the end is told to a crowd step by step, and to nobody twice", arguments: TestEngine.available)
    func crowd(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let poll = try await Self.poll(here)
            let now = here.time.clock.now()
            try await here.services.database.write { connection in
                for id in Int64(1000)..<2101 {
                    let name = "voter\(id)"
                    guard let email = EmailAddress.validate("\(name)@example.com") else { return }
                    try AccountQueries.insert(Account(id: id, username: name, createdAt: now), connection)
                    let user = User(accountID: id, email: email.written, createdAt: now)
                    try UserQueries.insert(user, email: email, passwordHash: "-", reason: nil, connection)
                    _ = try PollQueries.vote(0, in: poll.id, by: id, at: now, connection)
                }
                try PollQueries.count(0, in: poll.id, slot: 0, by: 1101, connection)
                try PollQueries.count(-1, in: poll.id, slot: 0, by: 1101, connection)
                // As after a restart in the midst of it.
                _ = try NotificationQueries.insert(
                    .poll,
                    for: 1005,
                    from: poll.accountID,
                    status: poll.statusID,
                    at: now,
                    connection
                )
            }
            here.time.move(.seconds(601))
            _ = here.told.take()
            for _ in 0..<2 { try await here.services.endPolls() }
            let told = here.told.take().compactMap { event -> Int64? in
                if case .notified(let account, _) = event { account } else { nil }
            }
            #expect(told.count == 1101)
            #expect(Set(told).count == 1101)
            #expect(told.last == poll.accountID)
            #expect(try await here.notices(1005) == ["poll from 1"])
        }
    }

    @Test("an edit may move the end and hide the totals, and keeps the votes", arguments: TestEngine.available)
    func settings(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let poll = try await Self.poll(here)
            let alice = try await here.user(PeopleFixture.alice)
            try await here.services.vote(in: poll.id, for: [1], by: PeopleFixture.bob)
            here.time.move(.seconds(60))
            var draft = StatusDraft(text: "Which?")
            draft.poll = PollDraft(options: poll.options, expiresIn: 3600, hidesTotals: true)
            let edited = try await here.services.editStatus(poll.statusID, to: draft, by: alice.accountID)
            #expect(edited.poll?.expiresAt == here.time.clock.now() + .seconds(3600))
            #expect(edited.poll?.hidesTotals == true)
            #expect(edited.status.editedAt == nil)
            #expect(try await here.services.polls.tallies([poll])[poll.id]?.voters == 1)
            // Once it has ended it stays so.
            here.time.move(.seconds(3600))
            draft.text = "Which one?"
            let late = try await here.services.editStatus(poll.statusID, to: draft, by: alice.accountID)
            #expect(late.poll?.isExpired(at: here.time.clock.now()) == true)
            #expect(late.status.text == "Which one?")
        }
    }
}
