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
}
