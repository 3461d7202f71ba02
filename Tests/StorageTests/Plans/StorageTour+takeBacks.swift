// What people take back.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func takingBack(tag: Int64, _ connection: Connection) throws {
        for occasion in [TakeBack.Occasion.call(100), .tag(tag)] {
            var wish = TakeBack(id: 0, accountID: 2, occasion: occasion, act: .keep, total: 3, createdAt: now)
            wish.id = try TakeBackQueries.insert(wish, connection)
            #expect(try TakeBackQueries.takeBack(wish.id, connection) == wish)
            #expect(try TakeBackQueries.latest(5, of: 2, connection).first == wish)
            _ = try TakeBackQueries.posts(of: 2, on: occasion, after: 0, limit: 25, connection)
            #expect(try TakeBackQueries.advance(wish, by: 2, to: 101, connection))
            #expect(try !TakeBackQueries.advance(wish, by: 2, to: 102, connection))
            try TakeBackQueries.finish(wish.id, at: now, connection)
            let done = try #require(try TakeBackQueries.takeBack(wish.id, connection))
            #expect(done.done == 2 && done.reached == 101 && done.finishedAt == now)
        }
        try TakeBackQueries.forget(before: now + .seconds(1), limit: 10, connection)
        #expect(try TakeBackQueries.latest(5, of: 2, connection).isEmpty)
    }
}
