// What nodes tell each other, there and back.
import Basics
import Domain
import Testing

@testable import Services

@Suite("Events as texts")
struct EventTextTests {
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
            .statusPosted(entry, tagIDs: [1, 2], mentioned: []),
            .statusPosted(TimelineEntry(id: 1, accountID: 2, visibility: .public), tagIDs: [], mentioned: [7]),
            .statusEdited(id: 1), .statusRetagged(entry, added: [1], removed: []), .statusDeleted(entry, tagIDs: [3]),
            .statusCountersChanged(id: 1, statusCounters),
            .tagsUsed([1, 2], use, by: author, fingerprint: .max - 1),
            .tagUnused(1, account: 2, [use, use], lastAt: nil),
            .tagUnused(1, account: 2, [], lastAt: Timestamp(milliseconds: 9)),
            .pollChanged(1), .callAnswered(1, at: Timestamp(milliseconds: 2), by: -1), .accountModerated(id: 1),
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
        let texts = EventText.write(all, from: "here", upTo: 8000)
        #expect(texts.count == 1)
        #expect(EventText(texts.joined(), heardBy: "there")?.events == all)
        #expect(EventText(texts.joined(), heardBy: "here") == nil)
    }

    @Test("many events fill as many texts as they need, in order")
    func limits() throws {
        let many = (0..<1000).map { DomainEvent.statusPosted(entry, tagIDs: [Int64($0)], mentioned: []) }
        let texts = EventText.write(many, from: "here", upTo: 8000)
        #expect(texts.count > 1 && texts.allSatisfy { $0.utf8.count <= 8000 })
        #expect(texts.compactMap { EventText($0, heardBy: "there") }.flatMap(\.events) == many)
        let uses = (0..<200).map { number in
            CountedUse(statusID: Int64(number), at: Timestamp(milliseconds: 1), isReply: false, language: "en")
        }
        let unused = EventText.write([.tagUnused(1, account: 2, uses, lastAt: nil)], from: "here", upTo: 8000)
        let pieces = unused.compactMap { EventText($0, heardBy: "there") }.flatMap(\.events)
        let told = pieces.flatMap { piece -> [CountedUse] in
            if case .tagUnused(1, account: 2, let uses, lastAt: nil) = piece { uses } else { [] }
        }
        #expect(told == uses)
    }

    @Test("what is too long, unknown or no event at all is told as missed")
    func missed() throws {
        let long = DomainEvent.statusPosted(entry, tagIDs: Array(0..<5000), mentioned: [])
        let texts = EventText.write([long, .userChanged(account: 1)], from: "here", upTo: 8000)
        #expect(
            texts.compactMap { EventText($0, heardBy: "there") }.flatMap(\.events) == [
                .eventsMissed, .userChanged(account: 1),
            ]
        )
        let strange = #"["here",["to come",1],7,["edited"],["edited","x"],["poll",2]]"#
        let missed = [DomainEvent](repeating: .eventsMissed, count: 4)
        #expect(EventText(strange, heardBy: "there")?.events == missed + [.pollChanged(2)])
        let far =
            #"["x",["answered",1,9223372036854775807,1],["answered",1,-1,1],"#
            + #"["tags used",[1],1,9223372036854775807,false,null,3,0,"",true,true,0],"#
            + #"["tags used",[1],1,0,false,null,3,-9223372036854775808,"",true,true,0],"#
            + #"["tag unused",1,2,9223372036854775807],["account counters",1,2,3,4,5,253402300800000]]"#
        #expect(EventText(far, heardBy: "there")?.events == [DomainEvent](repeating: .eventsMissed, count: 6))
        let much = #"["x",["answered",1,0,9999999999]]"#
        let most = DomainEvent.callAnswered(1, at: Timestamp(milliseconds: 0), by: Int(Int32.max))
        #expect(EventText(much, heardBy: "there")?.events == [most])
        for text in ["", "{}", "[]", "[1]", "nonsense"] { #expect(EventText(text, heardBy: "there") == nil) }
    }
}
