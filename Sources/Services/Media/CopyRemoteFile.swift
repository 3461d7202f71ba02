// A file of another server, fetched when somebody first looks at it here, made small, and kept while there is room.

internal import ActivityPub
public import Basics
internal import Crypto
public import Domain
public import Media
internal import Outbound
internal import Programs
internal import Synchronization

/// Why there is no copy of a file.
public enum RemoteFileError: Error, Sendable, Equatable {
    /// It is not there, or a moderator does not want it here.
    case notFound
    /// Its server does not answer, or what it answers cannot be shown.
    case unusable
    /// It takes longer than one waits.
    case busy
    /// Whoever asks has had too many fetched.
    case tooMany
}

/// What is at work on files of others, and what could not be had a moment ago.
final class RemoteFiles: Sendable {
    let cache: FileCache
    let flights = Flights<String, CachedFile>()
    let absent = Mutex(LRU<String, (error: RemoteFileError, end: Timestamp)>(capacity: 8192))
    /// What is fetched is in memory for a moment: many small ones, a few large ones.
    let smallFetches = FairQueue(width: 16, mostWaiting: 512, mostWaitingEach: 64)
    let largeFetches = FairQueue(width: 4, mostWaiting: 256, mostWaitingEach: 32)
    let filmFetches = FairQueue(width: 1, mostWaiting: 64, mostWaitingEach: 8)

    init(_ cache: FileCache) { self.cache = cache }
}

extension Services {
    private static let filmBytes = 64 << 20
    /// How long whoever asks waits; the work goes on, and who asks again finds it done.
    private static let patience = Duration.seconds(25)
    private static let absence = Duration.seconds(300)
    private static let silence = Duration.seconds(60)

    /// A copy of the file at an address of another server. Throws `RemoteFileError`.
    ///
    /// - Parameter client: who looks; counted for what has to be fetched.
    public func remoteFile(
        _ url: String,
        _ size: RemoteFileSize,
        for client: ClientAddress? = nil
    ) async throws -> CachedFile {
        guard let files = federation?.files, let id = ObjectID(url) else { throw RemoteFileError.notFound }
        let policy = servers.policy(of: id.origin.authority)
        guard !policy.isSuspended, !policy.rejectsMedia else { throw RemoteFileError.notFound }
        let now = clock.now()
        let name = Services.name(of: url, size)
        if let known = files.cache.file(name, at: Int(now.milliseconds / 1000)) { return known }
        guard disk.pressure == .nothing else { throw RemoteFileError.busy }
        if let absent = files.absent.withLock({ $0.value(for: name) }), absent.end > now { throw absent.error }
        guard limiter.allows(.remoteFiles, client, now: now) else { throw RemoteFileError.tooMany }
        return try await withThrowingTaskGroup(of: CachedFile.self) { group in
            group.addTask {
                try await files.flights.run(name) { [self] in try await copy(url, size, as: name, files) }
            }
            group.addTask {
                try await Task.sleep(for: Services.patience)
                throw RemoteFileError.busy
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw RemoteFileError.busy }
            return first
        }
    }

    /// With the server whose share of the room it takes.
    private static func name(of url: String, _ size: RemoteFileSize) -> String {
        let server = HostGroup.name(of: ObjectID(url)?.origin.host ?? "")
        return "\(hash(url, bytes: 20))-\(hash(server, bytes: 6))-\(size.rawValue)"
    }

    private static func hash(_ text: String, bytes: Int) -> String {
        Hex.encode(Array(SHA256.hash(data: Array(text.utf8)).prefix(bytes)))
    }

    private func copy(
        _ url: String,
        _ size: RemoteFileSize,
        as name: String,
        _ files: RemoteFiles
    ) async throws -> CachedFile {
        do {
            return try await made(from: url, size, as: name, files)
        } catch {
            let failure = Services.failure(error)
            if failure != .busy {
                let time = error is OutboundError ? Services.silence : Services.absence
                files.absent.withLock { $0.set((failure, clock.now() + time), for: name) }
            }
            if case MediaError.storage(let sentence) = error { media?.report("A file has no copy: \(sentence)") }
            throw failure
        }
    }

    private static func failure(_ error: any Error) -> RemoteFileError {
        switch error {
        case let error as RemoteFileError: error
        case MediaError.busy, is FairQueue.Full, OutboundError.busy: .busy
        default: .unusable
        }
    }

    private func made(
        from url: String,
        _ size: RemoteFileSize,
        as name: String,
        _ files: RemoteFiles
    ) async throws -> CachedFile {
        guard let federation, let workshop = media else { throw RemoteFileError.unusable }
        // People of one server share its turn, apart from people of this one.
        let person = Int64(truncatingIfNeeded: HostGroup.name(of: ObjectID(url)?.origin.host ?? "").hashValue) | .min
        let (queue, limit) = size.mayMove ? (files.largeFetches, 16 << 20) : (files.smallFetches, size.pictureBytes)
        var body = try await queue.run(for: person) { try await bytes(of: url, limit: limit, federation) }
        if body == nil, size.mayMove {
            body = try await files.filmFetches.run(for: person) {
                try await bytes(of: url, limit: Services.filmBytes, federation)
            }
        }
        guard let body, let format = FileFormat.sniff(body), format.isImage || size.mayMove else {
            throw RemoteFileError.unusable
        }
        let file = try IncomingFile(body, in: workshop.arriving)
        let now = Int(clock.now().milliseconds / 1000)
        return try await workshop.working { folder in
            if format.isImage {
                let made = try await workshop.processor.picture(
                    file.path,
                    format,
                    pixels: size.pixels,
                    for: person,
                    in: folder
                )
                return try files.cache.put(made, as: name, at: now)
            }
            let made = try await workshop.processor.process(file.path, format, for: person, in: folder)
            // Both were made at once, and both will be asked for.
            let still = try made.preview.map {
                try files.cache.put($0, as: Services.name(of: url, .small), at: now)
            }
            let whole = try files.cache.put(made.file, as: Services.name(of: url, .original), at: now)
            guard size == .small else { return whole }
            guard let still else { throw RemoteFileError.notFound }
            return still
        }
    }

    /// What is at an address; nil where it is more than that.
    private func bytes(of url: String, limit: Int, _ federation: FederationContext) async throws -> [UInt8]? {
        var request = OutboundRequest(.get, url, headers: [("Accept", "image/*, video/*, audio/*;q=0.9, */*;q=0.1")])
        // The byte too many tells that there are more.
        (request.limit, request.overflow) = (limit + 1, .isCut)
        request.timeout = limit > 16 << 20 ? .seconds(60) : .seconds(15)
        let response = try await federation.send(request)
        if let place = ObjectID(response.url) {
            let policy = servers.policy(of: place.origin.authority)
            guard !policy.isSuspended, !policy.rejectsMedia else { throw RemoteFileError.notFound }
        }
        switch response.status {
        case 200..<300: return response.body.count > limit ? nil : response.body
        case 404, 410: throw RemoteFileError.notFound
        case 429, 503: throw RemoteFileError.busy
        default: throw RemoteFileError.unusable
        }
    }
}
