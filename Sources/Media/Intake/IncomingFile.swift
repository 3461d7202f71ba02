// A file on its way in: written piece by piece, and gone when nobody holds it any more.

internal import Basics
internal import Foundation
internal import Synchronization

/// A temporary file. Removed when the last one who knows it lets go, unless it was moved.
public final class IncomingFile: Sendable {
    public let path: String
    private let state: Mutex<State>

    private struct State {
        /// -1 when it is closed.
        var descriptor: Int32
        var count = 0
    }

    /// A new, empty file with a name nobody can guess.
    public init(in folder: String) throws {
        path = "\(folder)/\(RandomToken.make(length: 24))"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw MediaError.storage("A file cannot be made in \(folder): \(Self.reason)") }
        state = Mutex(State(descriptor: descriptor))
    }

    public convenience init(_ bytes: [UInt8], in folder: String) throws {
        try self.init(in: folder)
        try bytes.withUnsafeBytes { try append($0) }
        try finish()
    }

    deinit {
        state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } }
        unlink(path)
    }

    /// Bytes written so far.
    public var count: Int { state.withLock { $0.count } }

    public func append(_ bytes: UnsafeRawBufferPointer) throws {
        try state.withLock { state in
            guard Files.write(bytes, to: state.descriptor) else {
                throw MediaError.storage("An upload cannot be written: \(Self.reason)")
            }
            state.count += bytes.count
        }
    }

    /// Nothing more comes.
    public func finish() throws {
        try state.withLock { state in
            guard state.descriptor >= 0 else { return }
            let descriptor = state.descriptor
            state.descriptor = -1
            guard close(descriptor) == 0 else {
                throw MediaError.storage("An upload cannot be written: \(Self.reason)")
            }
        }
    }

    /// The first bytes, at most `count`.
    public func prefix(_ count: Int) -> [UInt8] { Files.prefix(of: path, count) }

    /// Gives the file another name, under which it stays.
    public func move(to place: String) throws {
        try finish()
        guard rename(path, place) == 0 else { throw MediaError.storage("A file cannot be moved: \(Self.reason)") }
    }

    private static var reason: String { String(cString: strerror(errno)) }
}

extension IncomingFile: Equatable {
    public static func == (one: IncomingFile, other: IncomingFile) -> Bool { one === other }
}

/// The few things done with files and folders.
enum Files {
    /// The first bytes of a file; none where it cannot be read.
    static func prefix(of path: String, _ count: Int) -> [UInt8] { bytes(of: path, from: 0, count) }

    /// At most `count` bytes of a file; none where it cannot be read.
    static func bytes(of path: String, from start: Int, _ count: Int) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        var place = 0
        while place < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + place }, count - place, off_t(start + place))
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            place += got
        }
        return Array(bytes.prefix(place))
    }

    /// Writes all of it; false where that fails, as `errno` says.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let written = Foundation.write(descriptor, rest.baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return false }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
        }
        return true
    }

    /// Puts these bytes in place of a file, or where none was.
    static func replace(_ path: String, with bytes: [UInt8]) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0, bytes.withUnsafeBytes({ write($0, to: descriptor) }), close(descriptor) == 0 else {
            throw MediaError.storage("\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    /// Hands over a file piece by piece; false where there is none.
    static func forEachPiece(of path: String, _ take: ([UInt8]) async throws -> Void) async throws -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return false }
            throw MediaError.storage("\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        while true {
            let piece = try await BlockingWork.run { try nextPiece(of: descriptor, path) }
            guard !piece.isEmpty else { return true }
            try await take(piece)
        }
    }

    /// Up to 256 KB; none at the end.
    private static func nextPiece(of descriptor: Int32, _ path: String) throws -> [UInt8] {
        while true {
            var (got, failure) = (0, Int32(0))
            let piece = [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
                got = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
                failure = errno
                count = max(0, got)
            }
            if got >= 0 { return piece }
            guard failure == EINTR else {
                throw MediaError.storage("\(path) cannot be read: \(String(cString: strerror(failure)))")
            }
        }
    }

    static func size(of path: String) -> Int? {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int(facts.st_size) : nil
    }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw MediaError.storage("The folder \(path) cannot be made: \(error.localizedDescription)")
        }
    }

    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
