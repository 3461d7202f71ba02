// From a file somebody sent to the files that are shown: measured, made small, and rid of what it says of its maker.

public import Domain
internal import Programs

/// A file that was made, still in the work folder.
public struct MadeFile: Sendable, Equatable {
    public var path: String
    /// `jpg`, `png`, `webp`, `gif`, `mp4` or `mp3`: what it is served as hangs on it.
    public var suffix: String
}

/// What became of a file.
public struct MadeMedia: Sendable, Equatable {
    public var kind: MediaKind
    public var file: MadeFile
    public var preview: MadeFile?
    public var blurhash: String?
    public var measures: MediaMeasures
}

/// Reads what strangers send, by programs that may use little (`LimitedProgram`).
public struct MediaProcessor: Sendable {
    let tools: MediaTools
    let limits: MediaLimits
    /// Pictures are quick, and so are short films; neither waits for long ones.
    let pictures = FairQueue(width: 2, mostWaiting: 256, mostWaitingEach: 32)
    let shortFilms = FairQueue(width: 1, mostWaiting: 1024, mostWaitingEach: 64)
    let longFilms = FairQueue(width: 1, mostWaiting: 1024, mostWaitingEach: 16)

    /// Pixels of what is kept of a picture, and of the small one beside it; Mastodon's numbers.
    static let originalPixels = 8_294_400
    static let previewPixels = 230_400

    public init(tools: MediaTools, limits: MediaLimits) {
        self.tools = tools
        self.limits = limits
    }

    /// What is to be made of a file.
    enum Plan: Sendable {
        case picture
        case animation(MovingPicture)
        case film(FilmProbe)
        case sound(FilmProbe)
    }

    /// Whether it takes long, so that whoever sent it is not kept waiting.
    ///
    /// Throws where it is clear already that nothing will come of it.
    public func isSlow(
        _ path: String,
        _ format: FileFormat,
        for person: Int64,
        in folder: String
    ) async throws -> Bool {
        if case .picture = try await plan(path, format, for: person, in: folder) { false } else { true }
    }

    /// Looks at a file without decoding it. Throws where it is more than is taken.
    func plan(_ path: String, _ format: FileFormat, for person: Int64, in folder: String) async throws -> Plan {
        guard format.isImage else {
            return try await turn(in: pictures, for: person) {
                let probe = try await probe(path, format, in: folder)
                guard probe.video != nil else { return .sound(probe) }
                try check(probe)
                return .film(probe)
            }
        }
        let moving: MovingPicture?
        if FileFormat.isSequence(heif: Files.prefix(of: path, FileFormat.prefix)), [.heif, .avif].contains(format) {
            moving = try await turn(in: pictures, for: person) { try await sequence(path, format, in: folder) }
        } else {
            moving = try movingPicture(path, format)
        }
        guard let moving else { return .picture }
        try check(moving)
        return .animation(moving)
    }

    /// Makes everything of one file. Throws `MediaError`.
    public func process(
        _ path: String,
        _ format: FileFormat,
        for person: Int64,
        in folder: String
    ) async throws -> MadeMedia {
        switch try await plan(path, format, for: person, in: folder) {
        case .picture:
            return try await turn(in: pictures, for: person) {
                let path = try whole(path, in: folder)
                return try await picture(path, format, try await header(path, in: folder), in: folder)
            }
        case .animation(let moving):
            let work = DecodingWork(moving.size, frames: moving.delays.count)
            return try await turn(in: queue(work), for: person) {
                try await animation(path, format, moving, work.limits, in: folder)
            }
        case .film(let probe):
            let work = work(of: probe)
            return try await turn(in: queue(work), for: person) {
                try await film(path, format, probe, work.limits, in: folder)
            }
        case .sound(let probe):
            let work = DecodingWork(sound: probe.duration ?? Double(limits.shortMegapixels + 1))
            return try await turn(in: queue(work), for: person) {
                try await sound(path, format, probe, work.limits, in: folder)
            }
        }
    }

    /// The small picture of a film or a sound, where somebody chose one.
    public func thumbnail(_ path: String, for person: Int64, in folder: String) async throws -> (
        file: MadeFile, size: PixelSize, blurhash: String
    ) {
        try await turn(in: pictures, for: person) {
            let path = try whole(path, in: folder)
            return try await preview(path, try await header(path, in: folder), in: folder)
        }
    }

    func queue(_ work: DecodingWork) -> FairQueue { work.isShort(limits) ? shortFilms : longFilms }

    /// Waits for a turn. Throws `MediaError.busy` where too many wait.
    func turn<Result: Sendable>(
        in queue: FairQueue,
        for person: Int64,
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        do { return try await queue.run(for: person, body) } catch is FairQueue.Full { throw MediaError.busy }
    }
}
