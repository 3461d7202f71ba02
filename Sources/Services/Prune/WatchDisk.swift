// What follows from a disk that fills: less is taken, and room is made of what can be had again.

internal import Basics
internal import Database
internal import Media
internal import Storage

extension Services {
    /// Days by which it is said when the disk will be full, and for which samples are kept.
    private static let forecastDays = 14
    private static let sampleDays: Int64 = 400

    /// Looks at the disk. Returns what is not taken any more, where that changed.
    public func watchDisk() async -> DiskWatch.Pressure? {
        let changed = await disk.look()
        if let changed, changed >= .files, let copies = federation?.files?.cache {
            // Copies of files of others can be fetched again.
            _ = try? await onOwnThread { copies.trim(to: copies.bytes / 2) }
        }
        return changed
    }

    /// Notes how full the disk is today, and from that when it will be full.
    public func sampleDisk() async throws {
        guard let space = disk.space else { return }
        let (day, node) = (clock.now().seconds / 86_400, Int64(node))
        let samples = try await database.write { connection in
            try DiskSampleQueries.keep(space, day: day, oldest: day - Services.sampleDays, of: node, connection)
            return try DiskSampleQueries.samples(of: node, limit: Services.forecastDays, connection)
        }
        disk.forecast(samples)
    }

    /// When the disk will be full by the samples that a server has noted; nil where it does not fill, or nobody knows.
    public func diskDaysLeft() async throws -> Int64? {
        let node = Int64(node)
        return DiskForecast.daysLeft(
            try await database.read { try DiskSampleQueries.samples(of: node, limit: Services.forecastDays, $0) }
        )
    }

    /// Pages of 4 KB that SQLite gives back in one write, and at one call.
    private static let pagesAtOnce = 128
    private static let pagesAtMost = 8192

    /// Gives some of what is free in SQLite's file back to the disk, beyond what the next posts fill again.
    public func giveBackPages() async throws {
        guard database.engine == .sqlite else { return }
        for _ in 0..<(Services.pagesAtMost / Services.pagesAtOnce) {
            let size = try await database.read { try SpaceQueries.size($0) }
            guard size.givesBack, size.free > max(16 << 20, size.bytes / 20) else { return }
            let start = ContinuousClock.now
            try await database.write { try SpaceQueries.giveBack(pages: Services.pagesAtOnce, $0) }
            try await Task.sleep(for: (ContinuousClock.now - start) * 4)
        }
    }

    /// What the database takes on the disk.
    public func databaseSize() async throws -> (bytes: Int64, free: Int64, givesBack: Bool) {
        let size = try await database.read { try SpaceQueries.size($0) }
        return (size.bytes, size.free, size.givesBack)
    }

    /// Throws while there is no room for files.
    func requireRoomForFiles() throws {
        switch disk.pressure {
        case .nothing: return
        case .files:
            throw ServiceError.invalid("This server is almost out of room: it takes posts, but no files for now")
        case .posts: try requireRoomForPosts()
        }
    }

    /// Throws while there is no room for posts either.
    func requireRoomForPosts() throws {
        guard disk.pressure == .posts else { return }
        throw ServiceError.invalid("This server is out of room: it takes no posts until its admin has made some")
    }
}
