// What ffprobe says of a film or a sound.

internal import Basics
internal import Domain

struct FilmProbe: Sendable, Equatable {
    struct Video: Sendable, Equatable {
        var codec: String
        var pixelFormat: String
        /// As it is looked at.
        var size: PixelSize
        /// Whether its pixels are squares.
        var hasSquarePixels: Bool
        /// Whether its light goes beyond what ordinary screens show (HLG or PQ, ITU-R BT.2100).
        var isHighDynamicRange: Bool
        /// Where the container says so.
        var frames: Int?
        /// `30/1`.
        var frameRate: String
        var framesPerSecond: Double
    }

    var video: Video?
    /// The picture that comes with a sound.
    var cover: PixelSize?
    var audioCodec: String?
    /// Seconds.
    var duration: Double?
    var bitrate: Int64?

    /// Nil where there is nothing to see or hear.
    init?(_ json: JSONValue) {
        guard case .array(let streams)? = json["streams"] else { return nil }
        for stream in streams {
            switch stream["codec_type"]?.string {
            // The cover of a record is a stream of pictures, too.
            case "video" where stream["disposition"]?["attached_pic"] == .number("1"):
                cover = cover ?? Video(stream)?.size
            case "video" where video == nil: video = Video(stream)
            case "audio" where audioCodec == nil: audioCodec = stream["codec_name"]?.string
            default: break
            }
        }
        guard video != nil || audioCodec != nil else { return nil }
        duration = json["format"]?["duration"]?.string.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
        bitrate = json["format"]?["bit_rate"]?.string.flatMap { Int64($0) }
    }

    /// What every app plays needs no new coding, which costs quality and minutes.
    var isPlayableEverywhere: Bool {
        guard let video, video.codec == "h264", video.pixelFormat == "yuv420p" else { return false }
        return video.hasSquarePixels && !video.isHighDynamicRange && (audioCodec == nil || audioCodec == "aac")
    }

    /// Frames there are to decode; nil where nothing tells.
    var frames: Int? {
        guard let video else { return nil }
        if let frames = video.frames { return frames }
        guard let duration, video.framesPerSecond > 0, duration * video.framesPerSecond < 1e9 else { return nil }
        return Int(duration * video.framesPerSecond) + 1
    }
}

extension FilmProbe.Video {
    init?(_ stream: JSONValue) {
        guard let stored = FilmProbe.size(of: stream), let codec = stream["codec_name"]?.string else { return nil }
        self.codec = codec
        pixelFormat = stream["pix_fmt"]?.string ?? ""
        var turned = false
        if case .array(let list)? = stream["side_data_list"] {
            turned = list.contains { ($0["rotation"]?.wholeNumber).map { abs($0) % 180 == 90 } ?? false }
        }
        // `2:1` are pixels twice as wide as they are high.
        let shape = (stream["sample_aspect_ratio"]?.string ?? "").split(separator: ":").compactMap { Double($0) }
        let aspect = shape.count == 2 && shape[0] > 0 && shape[1] > 0 ? shape[0] / shape[1] : 1
        hasSquarePixels = aspect == 1
        let shown = PixelSize(width: max(1, Int(min(1e6, Double(stored.width) * aspect))), height: stored.height)
        size = turned ? PixelSize(width: shown.height, height: shown.width) : shown
        isHighDynamicRange = ["arib-std-b67", "smpte2084"].contains(stream["color_transfer"]?.string)
        frames = stream["nb_frames"]?.string.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        let rates = ["avg_frame_rate", "r_frame_rate"].compactMap { stream[$0]?.string }
        frameRate = rates.first { FilmProbe.Video.value($0) > 0 } ?? "0/1"
        framesPerSecond = FilmProbe.Video.value(frameRate)
    }

    private static func value(_ fraction: String) -> Double {
        let parts = fraction.split(separator: "/").compactMap { Double($0) }
        guard parts.count == 2, parts[1] > 0 else { return 0 }
        return parts[0] / parts[1]
    }
}

extension FilmProbe {
    /// Of a stream, as it is stored.
    static func size(of stream: JSONValue) -> PixelSize? {
        guard let width = stream["width"]?.wholeNumber, let height = stream["height"]?.wholeNumber, width > 0,
            height > 0
        else { return nil }
        return PixelSize(width: width, height: height)
    }
}

extension JSONValue {
    fileprivate var wholeNumber: Int? {
        if case .number(let text) = self { Int(text) } else { nil }
    }
}
