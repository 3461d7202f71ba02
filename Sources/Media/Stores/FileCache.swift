// Copies of files of other servers: as many as there is room for, and what nobody looked at for longest goes first.

internal import Foundation
internal import Synchronization

/// A file in the cache.
public struct CachedFile: Sendable, Equatable {
    /// Where it lies. It may be removed at any time; whoever has opened it reads on.
    public let path: String
    public let size: Int
}

/// A folder of files by name, held to a number of bytes, of which no owner keeps more than a quarter while others need room:
/// `X-OWNER-Y` is the name of a file that has one. What it holds outlives a restart; a file's time of change is when it was
/// last asked for, within the hour.
public final class FileCache: Sendable {
    private struct Entry {
        var suffix: String
        var size: Int
        /// Seconds since 1970.
        var usedAt: Int
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var bytes = 0
    }

    private let root: String
    private let budget: Int
    private let state = Mutex(State())

    /// - Parameter budget: most bytes, counted in blocks of 4096.
    public init(root: String, budget: Int) throws {
        (self.root, self.budget) = (root, budget)
        try Files.makeFolder(root)
        scan()
    }

    /// Bytes that are taken now.
    public var bytes: Int { state.withLock { $0.bytes } }

    /// The file with this name, which counts as used now.
    ///
    /// - Parameter now: seconds since 1970.
    public func file(_ name: String, at now: Int) -> CachedFile? {
        let (entry, isOld) = state.withLock { state -> (Entry?, Bool) in
            guard let entry = state.entries[name] else { return (nil, false) }
            state.entries[name]?.usedAt = now
            return (entry, now - entry.usedAt > 3600)
        }
        guard let entry else { return nil }
        let path = place(name, entry.suffix)
        guard let size = Files.size(of: path) else {
            drop(name)
            return nil
        }
        if isOld { Self.touch(path, now) }
        return CachedFile(path: path, size: size)
    }

    /// Takes over a finished file under a name of letters, digits and `-`. Throws `MediaError.storage`.
    public func put(_ file: MadeFile, as name: String, at now: Int) throws -> CachedFile {
        let path = place(name, file.suffix)
        try Files.makeFolder((path as NSString).deletingLastPathComponent)
        guard let size = Files.size(of: file.path), rename(file.path, path) == 0 else {
            throw MediaError.storage("A copy cannot be kept at \(path): \(String(cString: strerror(errno)))")
        }
        let gone = state.withLock { state -> [String: Entry] in
            if let old = state.entries[name] { state.bytes -= Self.blocks(old.size) }
            state.entries[name] = Entry(suffix: file.suffix, size: size, usedAt: now)
            state.bytes += Self.blocks(size)
            guard state.bytes > budget else { return [:] }
            let gone = leastUsed(until: budget / 10 * 9, except: name, state)
            Self.forget(gone, &state)
            return gone
        }
        remove(gone)
        return CachedFile(path: path, size: size)
    }

    /// What `trim` would remove.
    public var excess: (count: Int, bytes: Int) { Self.sum(state.withLock { leastUsed(until: budget, $0) }) }

    /// Removes what was used least lately, until no more is there than this, or than there may be. Returns what went.
    @discardableResult
    public func trim(to bytes: Int = .max) -> (count: Int, bytes: Int) {
        let gone = state.withLock { state in
            let gone = leastUsed(until: min(bytes, budget), state)
            Self.forget(gone, &state)
            return gone
        }
        remove(gone)
        return Self.sum(gone)
    }

    /// What was used least lately and has to go until so many bytes are left; first of those who have more than their share.
    private func leastUsed(until limit: Int, except newest: String? = nil, _ state: State) -> [String: Entry] {
        var (left, gone) = (state.bytes, [String: Entry]())
        guard left > limit else { return gone }
        let oldest = state.entries.sorted { $0.value.usedAt < $1.value.usedAt }.filter { $0.key != newest }
        var taken: [Substring: Int] = [:]
        for (name, entry) in state.entries { taken[Self.owner(of: name) ?? "", default: 0] += Self.blocks(entry.size) }
        for isOfAll in [false, true] {
            for (name, entry) in oldest where left > limit && gone[name] == nil {
                let owner = Self.owner(of: name)
                guard isOfAll || (owner.flatMap { taken[$0] } ?? 0) > budget / 4 else { continue }
                left -= Self.blocks(entry.size)
                taken[owner ?? "", default: 0] -= Self.blocks(entry.size)
                gone[name] = entry
            }
        }
        return gone
    }

    private static func forget(_ gone: [String: Entry], _ state: inout State) {
        for (name, entry) in gone {
            state.entries[name] = nil
            state.bytes -= blocks(entry.size)
        }
    }

    private func remove(_ gone: [String: Entry]) {
        for (name, entry) in gone { unlink(place(name, entry.suffix)) }
    }

    private static func sum(_ gone: [String: Entry]) -> (count: Int, bytes: Int) {
        (gone.count, gone.values.reduce(0) { $0 + blocks($1.size) })
    }

    private static func owner(of name: String) -> Substring? {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 3 ? parts[1] : nil
    }

    private func drop(_ name: String) {
        state.withLock { state in
            if let entry = state.entries.removeValue(forKey: name) { state.bytes -= Self.blocks(entry.size) }
        }
    }

    private func place(_ name: String, _ suffix: String) -> String { "\(root)/\(name.prefix(2))/\(name).\(suffix)" }

    private static func blocks(_ size: Int) -> Int { (size + 4095) / 4096 * 4096 }

    private static func touch(_ path: String, _ seconds: Int) {
        let time = timespec(tv_sec: seconds, tv_nsec: 0)
        _ = [time, time].withUnsafeBufferPointer { utimensat(AT_FDCWD, path, $0.baseAddress, 0) }
    }

    /// What is there from before.
    private func scan() {
        var found = State()
        for folder in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] where folder.count == 2 {
            for file in (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? [] {
                let parts = file.split(separator: ".")
                var status = stat()
                guard parts.count == 2, stat("\(root)/\(folder)/\(file)", &status) == 0 else { continue }
                let entry = Entry(
                    suffix: String(parts[1]),
                    size: Int(status.st_size),
                    usedAt: Int(status.st_mtim.tv_sec)
                )
                found.entries[String(parts[0])] = entry
                found.bytes += Self.blocks(entry.size)
            }
        }
        state.withLock { $0 = found }
    }
}
