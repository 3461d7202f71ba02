// Pictures that were drawn lately: each once a minute at most, however many ask.

internal import Basics
internal import Synchronization

/// A small, bounded store in front of the rasteriser.
final class SharePictures: Sendable {
    private struct Kept: Sendable {
        let png: [UInt8]
        let until: Timestamp
    }

    static let seconds = 60
    private let kept = Mutex(LRU<String, Kept>(capacity: 64))
    private let underway = Mutex<[String: Task<[UInt8], any Error>]>([:])
    private let rasteriser: Rasteriser?
    private let clock: Clock

    init(_ rasteriser: Rasteriser?, clock: Clock) {
        self.rasteriser = rasteriser
        self.clock = clock
    }

    /// Whether pictures can be drawn at all.
    var areDrawn: Bool { rasteriser != nil }

    /// The picture at an address; those who ask at the same time wait for one drawing.
    ///
    /// - Parameter draw: the picture as it would be now.
    func png(_ key: String, _ draw: @escaping @Sendable () async throws -> SharePicture) async throws -> [UInt8] {
        guard let rasteriser else { throw Rasteriser.Failure.failed }
        let now = clock.now()
        if let found = kept.withLock({ $0.value(for: key) }), now < found.until { return found.png }
        let task = underway.withLock { underway in
            if let task = underway[key] { return task }
            let task = Task {
                // The task is in the table before it can get here: the table's lock is held.
                defer { self.underway.withLock { _ = $0.removeValue(forKey: key) } }
                let png = try await rasteriser.png(try await draw().svg)
                let fresh = Kept(png: png, until: now + .seconds(Self.seconds))
                self.kept.withLock { $0.set(fresh, for: key) }
                return png
            }
            underway[key] = task
            return task
        }
        return try await task.value
    }
}
