// What ffprobe says of a film or a sound.

internal import Basics
internal import Domain

struct FilmProbe: Sendable, Equatable {
    struct Video: Sendable, Equatable {
        var codec: String
        var pixelFormat: String
        /// As it is looked at.
        var size: PixelSize
        /// `30/1`.
        var frameRate: String
        var framesPerSecond: Double
    }

    var video: Video?
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
            case "video" where video == nil && stream["disposition"]?["attached_pic"] != .number("1"):
                video = Video(stream)
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
        video?.codec == "h264" && video?.pixelFormat == "yuv420p" && (audioCodec == nil || audioCodec == "aac")
    }
}

extension FilmProbe.Video {
    init?(_ stream: JSONValue) {
        guard let width = stream["width"]?.wholeNumber, let height = stream["height"]?.wholeNumber, width > 0,
            height > 0,
            let codec = stream["codec_name"]?.string
        else { return nil }
        self.codec = codec
        pixelFormat = stream["pix_fmt"]?.string ?? ""
        var turned = false
        if case .array(let list)? = stream["side_data_list"] {
            turned = list.contains { ($0["rotation"]?.wholeNumber).map { abs($0) % 180 == 90 } ?? false }
        }
        size = turned ? PixelSize(width: height, height: width) : PixelSize(width: width, height: height)
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

extension JSONValue {
    fileprivate var wholeNumber: Int? {
        if case .number(let text) = self { Int(text) } else { nil }
    }
}
