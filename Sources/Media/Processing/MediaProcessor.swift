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
    /// Pictures are quick; one slow film must not hold them up.
    let pictures = FairQueue(width: 2, mostWaiting: 256, mostWaitingEach: 32)
    let films = FairQueue(width: 1, mostWaiting: 64)

    /// Pixels of what is kept of a picture, and of the small one beside it; Mastodon's numbers.
    static let originalPixels = 8_294_400
    static let previewPixels = 230_400

    public init(tools: MediaTools, limits: MediaLimits) {
        self.tools = tools
        self.limits = limits
    }

    /// Whether it takes long, so that whoever sent it is not kept waiting.
    ///
    /// Throws where it is clear already that nothing will come of it.
    public func isSlow(_ path: String, _ format: FileFormat, for person: Int64, in folder: String) async throws -> Bool
    {
        guard format.isImage else {
            try await turn(in: pictures, for: person) { _ = try await probe(path, format, in: folder) }
            return true
        }
        return try await turn(in: pictures, for: person) { try await moves(path, format, in: folder) }
    }

    /// Waits for a turn. Throws `MediaError.busy` where too many wait.
    func turn<Result: Sendable>(
        in queue: FairQueue,
        for person: Int64,
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        do { return try await queue.run(for: person, body) } catch is FairQueue.Full { throw MediaError.busy }
    }

    private func moves(_ path: String, _ format: FileFormat, in folder: String) async throws -> Bool {
        switch format {
        case .gif, .webp: try await header(path, in: folder).pages > 1
        // libvips knows its first picture only.
        case .png: FileFormat.isAnimated(png: Files.prefix(of: path, 1 << 16))
        default: false
        }
    }

    /// Makes everything of one file. Throws `MediaError`.
    public func process(
        _ path: String,
        _ format: FileFormat,
        for person: Int64,
        in folder: String
    ) async throws -> MadeMedia {
        guard format.isImage else {
            return try await turn(in: films, for: person) { try await filmOrSound(path, format, in: folder) }
        }
        if try await isSlow(path, format, for: person, in: folder) {
            return try await turn(in: films, for: person) { try await animation(path, format, in: folder) }
        }
        return try await turn(in: pictures, for: person) {
            try await picture(path, format, try await header(path, in: folder), in: folder)
        }
    }

    /// The small picture of a film or a sound, where somebody chose one.
    public func thumbnail(_ path: String, for person: Int64, in folder: String) async throws -> (
        file: MadeFile, size: PixelSize, blurhash: String
    ) {
        try await turn(in: pictures, for: person) {
            let header = try await self.header(path, in: folder)
            return try await preview(path, header, in: folder)
        }
    }
}
