// The place of a reply in its thread, as bytes whose order is the reading order of the thread.

/// The ids from the first status of a thread down to one of its replies, 8 bytes each, most significant byte first.
///
/// Compared as bytes, a parent comes before its replies and older siblings before newer ones: exactly the depth-first
/// order in which a thread is shown. All answers below a status are one range of the index, so a page of a thread of any
/// size is read without the rest. The first status itself has the empty path. Paths end at `maximumDepth` ids: what is
/// deeper stands below the last kept ancestor, in the order of posting. See docs/decisions/0003-thread-paths.md.
public struct ThreadPath: Hashable, Sendable {
    /// The most ids a path holds.
    public static let maximumDepth = 128

    public var bytes: [UInt8]

    public init(bytes: [UInt8] = []) { self.bytes = bytes }

    public init(ids: some Collection<Int64>) {
        bytes = []
        bytes.reserveCapacity(ids.count * 8)
        for id in ids { append(id) }
    }

    public var isEmpty: Bool { bytes.isEmpty }

    /// Whether it ends at the greatest depth: answers stand beside it then, not below.
    public var isFull: Bool { bytes.count >= ThreadPath.maximumDepth * 8 }

    /// How many statuses are above: 0 for the first of a thread.
    public var depth: Int { max(0, bytes.count / 8 - 1) }

    /// The ids from the first status to the one itself.
    public var ids: [Int64] {
        stride(from: 0, to: bytes.count - 7, by: 8).map { start in
            bytes[start..<start + 8].reduce(0) { $0 << 8 | Int64($1) }
        }
    }

    /// The path of a reply `child` to the status `parent`, whose path this is.
    public func child(_ child: Int64, of parent: Int64) -> ThreadPath {
        var path = isEmpty ? ThreadPath(ids: [parent]) : self
        if path.isFull { path.bytes.removeLast(8) }
        path.append(child)
        return path
    }

    /// Where the answers below a status with this path begin and end: `start` < path < `end`.
    public func range(of id: Int64) -> (start: [UInt8], end: [UInt8]) {
        let start = isEmpty ? ThreadPath(ids: [id]).bytes : bytes
        var end = start
        // The path with its last id one higher; ids are positive, so there is always a higher one.
        for place in end.indices.reversed() {
            if end[place] < 0xff {
                end[place] += 1
                break
            }
            end[place] = 0
        }
        return (start, end)
    }

    private mutating func append(_ id: Int64) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: id >> Int64(shift)))
        }
    }
}
