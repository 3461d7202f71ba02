// How a database is opened; every setting has a default that serves a small machine.
import Foundation

extension Database {
    /// Where the database is and how it is tuned. Made by `.sqlite(path:)` or `.postgres(url:)`.
    public struct Configuration: Sendable {
        enum Place: Sendable {
            case sqlite(path: String)
            case postgres(url: String, connections: Int)
        }

        let place: Place
        /// SQLite: the most connections for reading. More than the threads that read at once are never opened.
        public var readers = max(4, ProcessInfo.processInfo.activeProcessorCount * 2)
        /// Whether a write is on disk before it is answered; false only in tests.
        public var durable = true
        /// SQLite: the largest size of the file in pages of 4 KiB; for tests of a full disk.
        public var maxPageCount: Int?
        /// The most prepared statements kept per connection.
        public var statementLimit = 512
        /// SQLite: the most write closures in one transaction.
        public var groupLimit = 256
        /// The most closures that may wait; beyond it `write` (on PostgreSQL also `read`) throws `.unavailable` at once.
        public var queueLimit = 10_000
        /// SQLite: pages of write-ahead log after which it is copied into the file (PRAGMA wal_autocheckpoint).
        public var checkpointPages = 4_000

        /// A SQLite file; its folder must exist.
        public static func sqlite(path: String) -> Configuration { Configuration(place: .sqlite(path: path)) }

        /// A PostgreSQL server by its URL (https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING).
        public static func postgres(url: String, connections: Int = 8) -> Configuration {
            Configuration(place: .postgres(url: url, connections: max(connections, 1)))
        }

        private init(place: Place) { self.place = place }
    }
}
