// A ZIP file for those who do not want to wait for the disk.

public import Basics
internal import Foundation
internal import Synchronization

/// Writes a `ZipFile` on threads that may block. One piece at a time: who writes waits for each.
public final class ZipWriter: Sendable {
    private let file: Mutex<ZipFile>

    /// - Parameter now: when all entries were changed last.
    public convenience init(at path: String, now: Timestamp) throws {
        try self.init(at: path, now: now, bounds: ZipFile.Bounds())
    }

    init(at path: String, now: Timestamp, bounds: ZipFile.Bounds) throws {
        file = Mutex(try ZipFile(at: path, now: now, bounds: bounds))
    }

    deinit { file.withLock { $0.abandon() } }

    /// Begins an entry; `append` and `end` follow.
    public func begin(_ name: String) async throws { try await perform { try $0.begin(name) } }

    public func append(_ bytes: [UInt8]) async throws { try await perform { try $0.append(bytes) } }

    public func end() async throws { try await perform { try $0.end() } }

    /// Takes back an entry that was begun.
    public func cancel() async throws { try await perform { try $0.cancel() } }

    /// Ends the file and waits until all is on the disk. Returns its size in bytes.
    public func finish() async throws -> Int64 { try await perform { try $0.finish() } }

    private func perform<Result: Sendable>(
        _ body: @escaping @Sendable (inout ZipFile) throws -> Result
    ) async throws -> Result {
        try await BlockingWork.run { try self.file.withLock { try body(&$0) } }
    }
}

/// What waits for a disk, on threads that are not those of requests.
enum BlockingWork {
    private static let queue = DispatchQueue(label: "chorus.files", attributes: .concurrent)

    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try body() }) }
        }
    }
}
