// What nodes tell each other, there and back.
import Basics
import Domain
import Testing

@testable import Services

@Suite("Events between nodes")
struct EventMessageTests {
    private let entry = TimelineEntry(
        id: 9_007_199_254_740_993,
        accountID: 2,
        visibility: .private,
        inReplyToAccountID: nil,
        reblogOfID: 4,
        reblogOfAccountID: 5,
        language: "de"
    )

    /// One of each case.
    private var all: [DomainEvent] {
        let use = CountedUse(statusID: 1, at: Timestamp(milliseconds: 2), isReply: true, language: nil)
        let author = CountedAuthor(
            id: 3,
            domain: "far.example",
            createdAt: Timestamp(milliseconds: 4),
            isCounted: true,
            isIndexable: false
        )
        let statusCounters = StatusCounters(replies: 1, reblogs: 2, favourites: 3, quotes: 4, version: 5)
        let accountCounters = AccountCounters(
            statuses: 1,
            followers: 2,
            following: 3,
            lastStatusAt: Timestamp(milliseconds: 4),
            version: 5
        )
        return [
            .statusPublished(entry, tagIDs: [1, 2], mentioned: []),
            .statusPublished(TimelineEntry(id: 1, accountID: 2, visibility: .public), tagIDs: [], mentioned: [7]),
            .statusEdited(id: 1, account: 2), .statusChanged(id: 1), .statusRetagged(entry, added: [1], removed: []),
            .statusDeleted(entry, tagIDs: [3], concerned: [4]), .reblogged(entry), .unreblogged(entry),
            .favourited(status: 1, author: 2, account: 3), .unfavourited(status: 1, author: 2, account: 3),
            .pinned(status: 1, account: 2), .unpinned(status: 1, account: 2),
            .voted(poll: 1, status: 2, account: 3, choices: [0, 1]), .quoteRevoked(status: 1, account: 2),
            .replyApproved(status: 1, account: 2), .replyKeptOut(status: 1, account: 2),
            .followRequested(account: 1, target: 2), .followed(account: 1, target: 2, uri: "https://far.example/\"1\""),
            .followed(account: 1, target: 2, uri: nil), .unfollowed(account: 1, target: 2),
            .followRejected(account: 1, target: 2, uri: nil), .blocked(account: 1, target: 2),
            .unblocked(account: 1, target: 2), .reported(report: 1, account: 2, target: 3), .profileChanged(account: 1),
            .accountLimited(account: 1), .accountUnlimited(account: 1), .accountSuspended(account: 1),
            .accountUnsuspended(account: 1), .accountDeleted(account: 1), .parentDeleted(id: 1),
            .statusCountersChanged(id: 1, statusCounters),
            .tagsUsed([1, 2], use, by: author, UseTraits()),
            .tagsUsed(
                [1, 2],
                use,
                by: author,
                UseTraits(fingerprint: [1, .max, 0, .max - 1], isByRegular: true, network: .max)
            ),
            .tagUnused(1, account: 2, [use, use], lastAt: nil),
            .tagUnused(1, account: 2, [], lastAt: Timestamp(milliseconds: 9)),
            .pollChanged(1), .callAnswered(1, at: Timestamp(milliseconds: 2), by: -1),
            .accountChanged(id: 1), .cardChanged(id: 1), .accountCountersChanged(id: 1, accountCounters),
            .accountCountersChanged(id: 1, AccountCounters()), .relationshipChanged(account: 1, target: 2),
            .listChanged(account: 1, list: 2), .filtersChanged(account: 1), .tagChoiceChanged(account: 1, tag: 2),
            .conversationChanged(account: 1, conversation: 2),
            .domainBlockChanged(account: 1, domain: "weit 'weg'\\.example"),
            .interactionChanged(account: 1, status: 2), .threadMuteChanged(account: 1, conversation: 2),
            .notified(account: 1, notification: 2), .notificationFiltered(account: 1, notification: 2),
            .notificationsMerged(account: 1), .announcementPublished(1), .announcementDeleted(1),
            .announcementReaction(1, name: "👩‍👩‍👦", count: 2), .eventsMissed, .tokenRevoked(hash: [0, 255, 128]),
            .userChanged(account: 1),
        ]
    }

    @Test("every event comes as it went")
    func roundTrip() throws {
        let texts = EventMessage.write(all, from: "here", upTo: 8000)
        #expect(texts.count == 1)
        #expect(EventMessage(texts.joined(), heardBy: "there")?.events == all)
        #expect(EventMessage(texts.joined(), heardBy: "here") == nil)
    }

    @Test("many events fill as many texts as they need, in order")
    func limits() throws {
        let many = (0..<1000).map { DomainEvent.statusPublished(entry, tagIDs: [Int64($0)], mentioned: []) }
        let texts = EventMessage.write(many, from: "here", upTo: 8000)
        #expect(texts.count > 1 && texts.allSatisfy { $0.utf8.count <= 8000 })
        #expect(texts.compactMap { EventMessage($0, heardBy: "there") }.flatMap(\.events) == many)
        let uses = (0..<200).map { number in
            CountedUse(statusID: Int64(number), at: Timestamp(milliseconds: 1), isReply: false, language: "en")
        }
        let unused = EventMessage.write([.tagUnused(1, account: 2, uses, lastAt: nil)], from: "here", upTo: 8000)
        let pieces = unused.compactMap { EventMessage($0, heardBy: "there") }.flatMap(\.events)
        let told = pieces.flatMap { piece -> [CountedUse] in
            if case .tagUnused(1, account: 2, let uses, lastAt: nil) = piece { uses } else { [] }
        }
        #expect(told == uses)
    }

    @Test("what is too long, unknown or no event at all is told as missed")
    func missed() throws {
        let long = DomainEvent.statusPublished(entry, tagIDs: Array(0..<5000), mentioned: [])
        let texts = EventMessage.write([long, .userChanged(account: 1)], from: "here", upTo: 8000)
        #expect(
            texts.compactMap { EventMessage($0, heardBy: "there") }.flatMap(\.events) == [
                .eventsMissed, .userChanged(account: 1),
            ]
        )
        let strange = #"""
            {"node":"here","events":[{"toCome":{"_0":1}},7,{"statusEdited":{}},{"statusEdited":{"id":"x","account":1}},
            {"pollChanged":{"_0":2}}]}
            """#
        let missed = [DomainEvent](repeating: .eventsMissed, count: 4)
        #expect(EventMessage(strange, heardBy: "there")?.events == missed + [.pollChanged(2)])
        let far = [
            #"{"callAnswered":{"_0":1,"at":9223372036854775807,"by":1}}"#,
            #"{"callAnswered":{"_0":1,"at":-1,"by":1}}"#,
            #"{"callAnswered":{"_0":1,"at":0,"by":9999999999}}"#,
            #"{"tagUnused":{"_0":1,"account":2,"_2":[],"lastAt":253402300800000}}"#,
        ]
        for event in far {
            let text = #"{"node":"x","events":[\#(event)]}"#
            #expect(EventMessage(text, heardBy: "there")?.events == [.eventsMissed], "\(event)")
        }
        for text in ["", "{}", "[]", "[1]", #"{"node":"x"}"#, "nonsense"] {
            #expect(EventMessage(text, heardBy: "there") == nil)
        }
    }
}
