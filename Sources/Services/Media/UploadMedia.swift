// A file comes in: looked at, processed at once where that is quick, else while its sender waits or writes.

internal import Basics
internal import Database
public import Domain
internal import Foundation
public import Media
internal import Storage

/// What somebody uploads.
public struct MediaUpload: Sendable {
    public var file: IncomingFile
    /// A small picture for a film or a sound.
    public var thumbnail: IncomingFile?
    public var description: String?
    public var focus: FocalPoint?

    public init(
        file: IncomingFile,
        thumbnail: IncomingFile? = nil,
        description: String? = nil,
        focus: FocalPoint? = nil
    ) {
        self.file = file
        self.thumbnail = thumbnail
        self.description = description
        self.focus = focus
    }
}

extension Services {
    /// Takes a file. Pictures are processed before this returns; of all else `waiting` says how long it is waited for.
    ///
    /// Throws `.invalid` for what is no picture, film or sound, or more than `limits.media` allows.
    public func uploadMedia(_ upload: MediaUpload, by account: Int64, waiting: Duration) async throws -> MediaAttachment
    {
        let workshop = try workshop()
        var media = MediaAttachment(id: ids.next(), accountID: account, kind: .unknown, state: .processing)
        media.description = try checked(description: upload.description)
        media.focus = upload.focus
        let format = try format(of: upload.file)
        let isSlow = try await workshop.working { folder in
            try await Services.toldWell {
                try await workshop.processor.isSlow(upload.file.path, format, for: account, in: folder)
            }
        }
        if let thumbnail = upload.thumbnail { try await setThumbnail(thumbnail, of: &media) }
        guard isSlow else {
            media = try await made(from: upload.file.path, format, media)
            try await insert(media, format)
            return media
        }
        media.kind = format.isImage ? .gifv : format.isSound ? .audio : .video
        try Services.toldWell { try upload.file.move(to: workshop.waitingPath(media.id)) }
        try await insert(media, format)
        let task = process(media.id, of: account)
        return try await finished(task, media, waiting: waiting)
    }

    private func insert(_ media: MediaAttachment, _ format: FileFormat) async throws {
        let node = node
        try await change { change in
            try MediaQueries.insert(media, format: format.rawValue, node: node, at: change.now, change.connection)
            try change.settleNewFiles(of: media.accountID)
        }
    }

    /// The attachment as it is when it is done, or when it was waited for long enough.
    private func finished(_ task: MediaTask, _ media: MediaAttachment, waiting: Duration) async throws
        -> MediaAttachment
    {
        let end = ContinuousClock.now + waiting
        while !task.isDone, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(25)) }
        return try await self.media(media.id, of: media.accountID) ?? media
    }

    /// An account's own attachment, whatever became of it.
    public func media(_ id: Int64, of account: Int64) async throws -> MediaAttachment? {
        try await database.read { try MediaQueries.media(id, of: account, $0) }
    }

    /// Processes and stores a file.
    func made(from path: String, _ format: FileFormat, _ media: MediaAttachment) async throws -> MediaAttachment {
        let workshop = try workshop()
        return try await workshop.working { folder in
            try await Services.toldWell {
                var media = media
                let made = try await workshop.processor.process(path, format, for: media.accountID, in: folder)
                media.kind = made.kind
                media.state = .ready
                media.measures.size = made.measures.size
                media.measures.duration = made.measures.duration
                media.measures.frameRate = made.measures.frameRate
                media.measures.bitrate = made.measures.bitrate
                let hasOwnPreview = media.previewPath != nil
                let kept = try await workshop.keep(made.file, preview: hasOwnPreview ? nil : made.preview)
                media.path = kept.path
                if !hasOwnPreview {
                    media.previewPath = kept.preview
                    media.measures.previewSize = made.measures.previewSize
                    media.blurhash = made.blurhash
                }
                return media
            }
        }
    }

    /// Makes and stores the small picture that somebody chose.
    func setThumbnail(_ file: IncomingFile, of media: inout MediaAttachment) async throws {
        let workshop = try workshop()
        guard try format(of: file).isImage else { throw ServiceError.invalid("Thumbnail is not a picture") }
        let owner = media.accountID
        let (kept, size, blurhash) = try await workshop.working { folder in
            try await Services.toldWell {
                let made = try await workshop.processor.thumbnail(file.path, for: owner, in: folder)
                return (try await workshop.keep(nil, preview: made.file), made.size, made.blurhash)
            }
        }
        media.previewPath = kept.preview
        media.measures.previewSize = size
        media.blurhash = blurhash
    }

    // MARK: Rules

    func workshop() throws -> MediaWorkshop {
        guard let media else {
            throw ServiceError.invalid("This server takes no files: \(text: MediaTools.packages) are missing")
        }
        return media
    }

    /// What a file is, if it is taken and not too big, and there is room for any.
    func format(of file: IncomingFile) throws -> FileFormat {
        try requireRoomForFiles()
        guard let format = FileFormat.sniff(file.prefix(FileFormat.prefix)) else {
            throw ServiceError.invalid(
                "File content type is invalid: it is not a picture, video or sound of a known kind"
            )
        }
        let most = format.isImage ? limits.media.imageBytes : limits.media.videoBytes
        guard file.count <= most else {
            throw ServiceError.invalid("File size must be less than \(most: most >> 20) MB")
        }
        return format
    }

    func checked(description: String?) throws -> String? {
        guard let description = description.map(ProfileLine.lines), !description.isEmpty else { return nil }
        guard description.count <= limits.media.descriptionCharacters, description.utf8.count <= limits.statusBytes
        else {
            throw ServiceError.invalid(
                "Description is too long (maximum is \(most: limits.media.descriptionCharacters) characters)"
            )
        }
        return description
    }

    /// Runs `body`, and says what the file is blamed for.
    static func toldWell<Result>(_ body: () async throws -> Result) async throws -> Result {
        do { return try await body() } catch let error as MediaError { throw ServiceError(error) }
    }

    static func toldWell<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as MediaError { throw ServiceError(error) }
    }
}

extension FileFormat {
    /// As far as can be told before it is processed.
    fileprivate var isSound: Bool {
        switch self {
        case .m4a, .mp3, .ogg, .wav, .flac, .adts: true
        default: false
        }
    }
}

extension ServiceError {
    /// What went wrong with the disk or the bucket is for the admin.
    public init(_ error: MediaError) {
        switch error {
        case .unacceptable(let sentence): self = .invalid(sentence)
        case .busy: self = .overloaded
        case .storage(let reason): self = .storage(reason)
        }
    }
}
