// How full the disk is, and what is not taken any more because of it: files first, posts last.

public import Basics
internal import Synchronization

/// Looks at the disk of the data folder, and knows what the last look found.
///
/// Files are not taken any more at 95 % full, posts at 99 %; on large disks, where 20 GB and 2 GB are left. What was not taken
/// any more is taken again with a tenth more room, so that it does not change with every file.
public final class DiskWatch: Sendable {
    /// What is not taken any more.
    public enum Pressure: Int, Sendable, Comparable {
        case nothing, files, posts

        public static func < (one: Pressure, other: Pressure) -> Bool { one.rawValue < other.rawValue }
    }

    private struct State {
        var space: DiskSpace?
        var pressure = Pressure.nothing
        /// Until the disk is full, as the last days went; nil where it does not fill, or nobody knows.
        var daysLeft: Int64?
    }

    private let folder: String?
    private let holdsDatabase: Bool
    private let measure: @Sendable (String) -> DiskSpace?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - folder: nil for no watching, as in commands.
    ///   - holdsDatabase: posts are written to the same disk.
    public init(
        folder: String? = nil,
        holdsDatabase: Bool = true,
        measure: @escaping @Sendable (String) -> DiskSpace? = { DiskSpace.of($0) }
    ) {
        (self.folder, self.holdsDatabase, self.measure) = (folder, holdsDatabase, measure)
    }

    public var space: DiskSpace? { state.withLock { $0.space } }
    public var pressure: Pressure { state.withLock { $0.pressure } }
    public var daysLeft: Int64? { state.withLock { $0.daysLeft } }

    /// Looks again. Returns what is not taken any more, where that changed.
    @discardableResult
    public func look() async -> Pressure? {
        guard let folder else { return nil }
        let found = try? await onOwnThread { [measure] in measure(folder) }
        // A disk that cannot be measured is not said to be full.
        guard let space = found else { return nil }
        return state.withLock { state in
            state.space = space
            let new = pressure(space, now: state.pressure)
            defer { state.pressure = new }
            return new == state.pressure ? nil : new
        }
    }

    /// Learns from samples of other days (days since 1970) when the disk will be full.
    func forecast(_ samples: [(day: Int64, space: DiskSpace)]) {
        state.withLock { $0.daysLeft = DiskForecast.daysLeft(samples) }
    }

    private func pressure(_ space: DiskSpace, now: Pressure) -> Pressure {
        func isShort(_ limit: Int64, _ pressure: Pressure) -> Bool {
            space.available < (now >= pressure ? limit + limit / 10 : limit)
        }
        if holdsDatabase, isShort(min(space.total / 100, 2 << 30), .posts) { return .posts }
        return isShort(min(space.total / 20, 20 << 30), .files) ? .files : .nothing
    }
}

enum DiskForecast {
    /// Whole days until nothing is left, by what the samples (oldest first) lost in all; nil where that is nothing, or one day
    /// alone is known. Samples of a disk of another size are of another machine.
    static func daysLeft(_ samples: [(day: Int64, space: DiskSpace)]) -> Int64? {
        guard let newest = samples.last,
            let oldest = samples.first(where: { $0.space.total == newest.space.total }), oldest.day < newest.day
        else { return nil }
        let lost = oldest.space.available - newest.space.available
        guard lost > 0 else { return nil }
        let days = Double(newest.space.available) * Double(newest.day - oldest.day) / Double(lost)
        return days < 36_500 ? Int64(days) : nil
    }
}
