// One process at a time.
import Foundation
import Testing

@testable import Backup

@Suite("A lock on a file")
struct FileLockTests {
    @Test("is had by one, who is named to others, and free when it is let go")
    func one() async throws {
        try await BackupFixture.withFolder { folder in
            let path = folder + "/a.lock"
            var lock: FileLock? = try FileLock(path)
            #expect(throws: FileLock.Failure.held(by: getpid())) { try FileLock(path) }
            lock?.release()
            lock = try FileLock(path)
            #expect(throws: FileLock.Failure.held(by: getpid())) { try FileLock(path) }
            lock = nil
            _ = try FileLock(path)
            #expect(lock == nil)
        }
    }

    @Test("a file that cannot be opened is told by its reason")
    func unopened() async throws {
        try await BackupFixture.withFolder { folder in
            #expect(throws: FileLock.Failure.unopened(ENOENT)) { try FileLock(folder + "/none/a.lock") }
        }
    }
}
