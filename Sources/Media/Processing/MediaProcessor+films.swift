// Films, animations and sounds, by ffmpeg.

internal import Basics
internal import Domain
internal import Programs

extension MediaProcessor {
    static let filmLimits = ProgramLimits(seconds: 1800, processorSeconds: 900, memory: 3 << 30, fileBytes: 256 << 20)
    static let framesLimits = ProgramLimits(seconds: 240, processorSeconds: 120, fileBytes: 256 << 20)
    static let probeLimits = ProgramLimits(seconds: 60, processorSeconds: 20, fileBytes: 16 << 20)

    /// One stream of pictures and one of sound at most; titles, places, chapters and data stay behind.
    private static let bare = [
        "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-fflags", "+bitexact", "-flags:v", "+bitexact",
        "-flags:a", "+bitexact",
    ]
    /// Sides of the film must be even.
    private static let even = "scale=trunc(iw/2)*2:trunc(ih/2)*2:out_range=tv,setsar=1"

    func filmOrSound(_ path: String, _ format: FileFormat, in folder: String) async throws -> MadeMedia {
        let probe = try await probe(path, format, in: folder)
        return probe.video == nil
            ? try await sound(path, format, probe, in: folder) : try await film(path, format, probe, in: folder)
    }

    /// A GIF, PNG or WebP that moves becomes a silent film: smaller by far, and shown by every app.
    func animation(_ path: String, _ format: FileFormat, in folder: String) async throws -> MadeMedia {
        let file = MadeFile(path: "\(folder)/original.mp4", suffix: "mp4")
        var (path, format) = (path, format)
        if format == .webp {
            // ffmpeg reads the first picture of one only.
            let frames = "\(folder)/frames.gif"
            let arguments = ["copy", path + "[n=-1]", frames]
            _ = try await run(tools.vips, arguments, reading: path, in: folder, Self.framesLimits)
            (path, format) = (frames, .gif)
        }
        try await ffmpeg(
            format,
            path,
            // Of few pictures ffmpeg guesses wild rates.
            ["-an", "-frames:v", "3600", "-vf", Self.even, "-vsync", "cfr", "-fpsmax", "60"] + Self.h264(crf: 20)
                + Self.bare,
            file,
            in: folder
        )
        return try await finished(.gifv, file, in: folder)
    }

    private func film(
        _ path: String,
        _ format: FileFormat,
        _ probe: FilmProbe,
        in folder: String
    ) async throws -> MadeMedia {
        let file = MadeFile(path: "\(folder)/original.mp4", suffix: "mp4")
        var arguments = ["-map", "0:v:0", "-map", "0:a:0?"]
        if probe.isPlayableEverywhere {
            arguments += ["-c", "copy"]
        } else {
            arguments += ["-vf", Self.even] + Self.h264(crf: 23) + ["-c:a", "aac", "-b:a", "128k", "-ac", "2"]
        }
        try await ffmpeg(format, path, arguments + Self.bare, file, in: folder)
        return try await finished(.video, file, in: folder)
    }

    private func sound(
        _ path: String,
        _ format: FileFormat,
        _ probe: FilmProbe,
        in folder: String
    ) async throws -> MadeMedia {
        let file = MadeFile(path: "\(folder)/original.mp3", suffix: "mp3")
        let coding = format == .mp3 ? ["-c:a", "copy"] : ["-c:a", "libmp3lame", "-q:a", "2", "-ac", "2"]
        try await ffmpeg(
            format,
            path,
            ["-map", "0:a:0", "-vn", "-id3v2_version", "0", "-write_id3v1", "0"] + coding + Self.bare,
            file,
            in: folder
        )
        let made = try await self.probe(file.path, .mp3, in: folder)
        return MadeMedia(
            kind: .audio,
            file: file,
            preview: nil,
            blurhash: nil,
            measures: MediaMeasures(duration: made.duration, bitrate: made.bitrate)
        )
    }

    /// Measures what was made, and takes the first picture of it.
    private func finished(_ kind: MediaKind, _ file: MadeFile, in folder: String) async throws -> MadeMedia {
        let made = try await probe(file.path, .mp4, in: folder)
        guard let video = made.video else { throw MediaError.broken }
        let first = MadeFile(path: "\(folder)/first.png", suffix: "png")
        try await ffmpeg(.mp4, file.path, ["-frames:v", "1", "-an"], first, in: folder)
        let small = try await preview(first.path, try await header(first.path, in: folder), in: folder)
        return MadeMedia(
            kind: kind,
            file: file,
            preview: small.file,
            blurhash: small.blurhash,
            measures: MediaMeasures(
                size: video.size,
                previewSize: small.size,
                duration: made.duration,
                frameRate: video.frameRate,
                bitrate: made.bitrate
            )
        )
    }

    private static func h264(crf: Int) -> [String] {
        [
            "-c:v", "libx264", "-preset", "veryfast", "-crf", String(crf), "-pix_fmt", "yuv420p", "-maxrate", "6M",
            "-bufsize", "12M",
        ]
    }

    /// Files only, by one reader only: a playlist or a description of a session must not make ffmpeg fetch anything.
    private func ffmpeg(
        _ format: FileFormat,
        _ input: String,
        _ arguments: [String],
        _ output: MadeFile,
        in folder: String
    ) async throws {
        let before = [
            "-v", "error", "-nostdin", "-y", "-protocol_whitelist", "file", "-threads", "2", "-f", format.demuxer, "-i",
            "file:" + input,
        ]
        let start = output.suffix == "mp4" ? ["-movflags", "+faststart"] : []
        let after = start + ["-threads", "2", "file:" + output.path]
        _ = try await run(tools.ffmpeg, before + arguments + after, reading: input, in: folder, Self.filmLimits)
        guard let size = Files.size(of: output.path), size > 0 else { throw judgement(on: input, in: folder) }
    }

    /// What a film or sound is made of. Throws where it is more than apps are told.
    func probe(_ path: String, _ format: FileFormat, in folder: String) async throws -> FilmProbe {
        let said = try await run(
            tools.ffprobe,
            [
                "-v", "error", "-protocol_whitelist", "file", "-f", format.demuxer, "-show_streams", "-show_format",
                "-of", "json", "-i", "file:" + path,
            ],
            reading: path,
            in: folder,
            Self.probeLimits
        )
        guard let json = try? JSONValue.parse(said), let probe = FilmProbe(json) else { throw MediaError.broken }
        if let video = probe.video {
            guard video.size.pixels <= limits.videoPixels else {
                throw MediaError.unacceptable(
                    "File has too many pixels: \(video.size.width)x\(video.size.height) videos are not supported"
                )
            }
            guard video.framesPerSecond <= Double(limits.frameRate) else {
                throw MediaError.unacceptable("File has too many frames: at most \(limits.frameRate) a second")
            }
        }
        return probe
    }
}
