// A picture, film or sound that goes with a status: what is known of it, and where its files are.

/// What apps show it as.
public enum MediaKind: Int64, Sendable, CaseIterable {
    case unknown = 0
    case image = 1
    /// A silent film that runs by itself and again and again, as animated GIFs do.
    case gifv = 2
    case video = 3
    case audio = 4

    public var name: String {
        switch self {
        case .unknown: "unknown"
        case .image: "image"
        case .gifv: "gifv"
        case .video: "video"
        case .audio: "audio"
        }
    }
}

/// How far it has come.
public enum MediaState: Int64, Sendable {
    case processing = 0
    case ready = 1
    /// The file could not be read.
    case failed = 2
    /// The server could not do its part for a day, whatever the file is.
    case unprocessed = 3
}

public struct PixelSize: Sendable, Equatable {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// `1920x1080`.
    public var words: String { "\(width)x\(height)" }

    /// Does not overflow, whatever a file says of itself.
    public var pixels: Int { width.multipliedReportingOverflow(by: height).overflow ? .max : width * height }
}

/// What was measured of the files.
public struct MediaMeasures: Sendable, Equatable {
    public var size: PixelSize?
    public var previewSize: PixelSize?
    /// Seconds.
    public var duration: Double?
    /// As a fraction: `30/1`.
    public var frameRate: String?
    /// Bits a second.
    public var bitrate: Int64?

    public init(
        size: PixelSize? = nil,
        previewSize: PixelSize? = nil,
        duration: Double? = nil,
        frameRate: String? = nil,
        bitrate: Int64? = nil
    ) {
        self.size = size
        self.previewSize = previewSize
        self.duration = duration
        self.frameRate = frameRate
        self.bitrate = bitrate
    }
}

/// An attachment as stored. Files are named by their path within the store; `Site` makes addresses of these.
public struct MediaAttachment: Sendable, Equatable {
    public var id: Int64
    public var accountID: Int64
    /// The status it belongs to; it stays there when an edit takes it off, since the history shows it.
    public var statusID: Int64?
    /// Its place under the status; nil where the status does not show it (any more).
    public var position: Int64?
    public var kind: MediaKind
    public var state: MediaState
    public var path: String?
    public var previewPath: String?
    /// What is to be seen or heard, for those who cannot; nil where nothing was said.
    public var description: String?
    public var focus: FocalPoint?
    public var blurhash: String?
    public var measures: MediaMeasures
    /// Where a file of another server is, and its small picture; nil for files of this server.
    public var remoteURL: String?
    public var remotePreviewURL: String?

    public init(
        id: Int64,
        accountID: Int64,
        statusID: Int64? = nil,
        position: Int64? = nil,
        kind: MediaKind,
        state: MediaState,
        path: String? = nil,
        previewPath: String? = nil,
        description: String? = nil,
        focus: FocalPoint? = nil,
        blurhash: String? = nil,
        measures: MediaMeasures = MediaMeasures(),
        remoteURL: String? = nil,
        remotePreviewURL: String? = nil
    ) {
        self.id = id
        self.accountID = accountID
        self.statusID = statusID
        self.position = position
        self.kind = kind
        self.state = state
        self.path = path
        self.previewPath = previewPath
        self.description = description
        self.focus = focus
        self.blurhash = blurhash
        self.measures = measures
        self.remoteURL = remoteURL
        self.remotePreviewURL = remotePreviewURL
    }
}
