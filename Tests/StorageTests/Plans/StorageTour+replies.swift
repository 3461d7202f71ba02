// Who may reply, what is hidden from a thread, and what is not told.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    /// 101 answers 100, which is account 1's.
    static func replies(_ connection: Connection) throws {
        try ReplyQueries.set(.followed, of: 100, connection)
        try ReplyQueries.muteInteractions(true, of: 100, connection)
        let root = try #require(try StatusQueries.status(100, connection))
        #expect(root.replyPolicy == .followed && root.mutesInteractions && root.hiddenBy == nil)
        #expect(try ReplyQueries.hide(101, by: 1, connection))
        #expect(try !ReplyQueries.hide(101, by: 2, connection))
        for page in [down, up] { #expect(try ReplyQueries.hidden(by: 1, page, connection) == [101]) }
        #expect(try ReplyQueries.hidden(among: [100, 101], connection) == [101: 2])
        #expect(try ThreadQueries.descendants(of: root, after: nil, limit: 9, connection).first?.isHidden == true)
        #expect(try !ReplyQueries.unhide(101, by: 2, connection))
        #expect(try ReplyQueries.unhide(101, by: 1, connection))
        try ReplyQueries.set(.everyone, of: 100, connection)
        try ReplyQueries.muteInteractions(false, of: 100, connection)
    }

    /// 101 waits for account 1, and then for account 3.
    static func replyRequests(_ connection: Connection) throws {
        let asked = ReplyRequest(replyID: 101, accountID: 1, targetID: 100)
        try ReplyRequestQueries.insert(asked, connection)
        try ReplyRequestQueries.insert(ReplyRequest(replyID: 101, accountID: 3, targetID: 103), connection)
        try ReplyRequestQueries.settle(101, hiddenBy: 1, .waits, connection)
        #expect(try StatusQueries.status(101, connection)?.isUnapproved == true)
        #expect(try ReplyRequestQueries.request(101, of: 1, connection) == asked)
        #expect(try ReplyRequestQueries.requests(of: 101, connection).map(\.accountID) == [1, 3])
        for page in [down, up] {
            #expect(try ReplyRequestQueries.waiting(for: 1, page, connection) == [asked])
            #expect(try ReplyRequestQueries.waiting(below: 100, page, connection) == [asked])
            // Whose turn has not come knows nothing of it yet, and it is nothing that was hidden.
            #expect(try ReplyRequestQueries.waiting(for: 3, page, connection) == [])
            #expect(try ReplyQueries.hidden(by: 1, page, connection) == [])
        }
        #expect(try ReplyRequestQueries.count(for: 1, most: 9, connection) == 1)
        #expect(try ReplyRequestQueries.alsoAskedElsewhere(below: 100, connection) == [101])
        #expect(try ReplyRequestQueries.alsoAskedElsewhere(below: 103, connection) == [])
        #expect(try ReplyRequestQueries.set(uri: "https://far.example/1", of: 101, connection))
        #expect(try ReplyRequestQueries.decide(.keptOut, on: 101, by: 1, at: now, connection))
        #expect(try !ReplyRequestQueries.decide(.keptOut, on: 101, by: 1, at: now, connection))
        #expect(try ReplyRequestQueries.request(101, of: 1, connection)?.uri == "https://far.example/1")
        #expect(try ReplyRequestQueries.count(for: 1, most: 9, connection) == 0)
        #expect(try ReplyQueries.hidden(by: 1, down, connection) == [101])
        #expect(try ReplyRequestQueries.decide(.approved, on: 101, by: 3, at: now, connection))
        #expect(try !ReplyRequestQueries.set(uri: "https://far.example/2", of: 101, connection))
        try ReplyRequestQueries.settle(101, hiddenBy: nil, .approved, connection)
        #expect(try StatusQueries.status(101, connection)?.isUnapproved == false)
    }
}
