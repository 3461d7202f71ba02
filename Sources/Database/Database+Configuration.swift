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
        /// The most write closures in one transaction.
        public var groupLimit = 256
        /// PostgreSQL: writes go in groups where a commit takes as long as this many statements, 0 for always. A group runs
        /// its closures one after the other, which pays where the disk is what they would wait for.
        public var groupingCost = 40.0
        /// The most closures that may wait; beyond it `write` (on PostgreSQL also `read`) throws `.unavailable` at once.
        public var queueLimit = 10_000
        /// SQLite: pages of write-ahead log after which it is copied into the file (PRAGMA wal_autocheckpoint).
        public var checkpointPages = 4_000

        /// For a database that is being filled and is of no worth until it is full. SQLite: foreign keys are not checked, and
        /// whatever fails leaves a file to be removed, for there is neither a log nor a sync of the disk.
        public var isFilling = false

        /// A SQLite file; its folder must exist.
        public static func sqlite(path: String) -> Configuration { Configuration(place: .sqlite(path: path)) }

        /// A PostgreSQL server by its URL (https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING).
        public static func postgres(url: String, connections: Int = 8) -> Configuration {
            Configuration(place: .postgres(url: url, connections: max(connections, 1)))
        }

        private init(place: Place) { self.place = place }
    }
}
