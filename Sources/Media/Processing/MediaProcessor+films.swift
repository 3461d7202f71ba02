// Films and sounds, by ffmpeg.

internal import Basics
internal import Domain
internal import Programs

extension MediaProcessor {
    static let probeLimits = ProgramLimits(seconds: 60, processorSeconds: 20, fileBytes: 1 << 20)

    /// One stream of pictures and one of sound at most; titles, places, chapters and data stay behind.
    static let bare = [
        "-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-sn", "-dn", "-fflags", "+bitexact",
        "-flags:v", "+bitexact", "-flags:a", "+bitexact",
    ]
    /// Square pixels; sides of the film must be even.
    private static let even =
        "scale='max(2,trunc(iw*sar/2)*2)':'max(2,trunc(ih/2)*2)':out_range=tv,setsar=1"
    /// To what ordinary screens show; the white of the reference (ITU-R BT.2408) stays below the brightest.
    private static let toneMapping =
        "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
        + "zscale=t=bt709:m=bt709:r=tv,format=yuv420p,"

    func film(
        _ path: String,
        _ format: FileFormat,
        _ probe: FilmProbe,
        _ limits: ProgramLimits,
        in folder: String
    ) async throws -> MadeMedia {
        let file = MadeFile(path: "\(folder)/original.mp4", suffix: "mp4")
        let streams = ["-map", "0:v:0", "-map", "0:a:0?"]
        func coded(_ filter: String) async throws {
            let sound = ["-c:a", "aac", "-b:a", "128k", "-ac", "2"]
            let arguments = streams + ["-vf", filter] + Self.h264(crf: 23) + sound + Self.bare
            try await ffmpeg(format, path, arguments, file, limits, in: folder)
        }
        if probe.isPlayableEverywhere {
            // Cameras write where they are into the stream itself (H.264, 7.4.1: units of supplemental information).
            let copied = ["-c", "copy", "-bsf:v", "filter_units=remove_types=6"]
            try await ffmpeg(format, path, streams + copied + Self.bare, file, limits, in: folder)
        } else if probe.video?.isHighDynamicRange == true {
            do { try await coded(Self.toneMapping + Self.even) } catch let error as MediaError where error == .broken {
                // Not every ffmpeg has zscale. Paler colours are better than no film.
                try await coded(Self.even)
            }
        } else {
            try await coded(Self.even)
        }
        let made = try await finished(.video, file, in: folder)
        return made.isLikeAnimation(self.limits) && probe.audioCodec == nil ? made.as(.gifv) : made
    }

    func sound(
        _ path: String,
        _ format: FileFormat,
        _ probe: FilmProbe,
        _ limits: ProgramLimits,
        in folder: String
    ) async throws -> MadeMedia {
        let file = MadeFile(path: "\(folder)/original.mp3", suffix: "mp3")
        let coding = format == .mp3 ? ["-c:a", "copy"] : ["-c:a", "libmp3lame", "-q:a", "2", "-ac", "2"]
        try await ffmpeg(
            format,
            path,
            ["-map", "0:a:0", "-vn", "-id3v2_version", "0", "-write_id3v1", "0"] + coding + Self.bare,
            file,
            limits,
            in: folder
        )
        let made = try await self.probe(file.path, .mp3, in: folder)
        let cover = try await cover(path, format, probe, in: folder)
        return MadeMedia(
            kind: .audio,
            file: file,
            preview: cover?.file,
            blurhash: cover?.blurhash,
            measures: MediaMeasures(previewSize: cover?.size, duration: made.duration, bitrate: made.bitrate)
        )
    }

    /// The picture that comes with a sound, made small; one that cannot be read is none.
    private func cover(
        _ path: String,
        _ format: FileFormat,
        _ probe: FilmProbe,
        in folder: String
    ) async throws -> (file: MadeFile, size: PixelSize, blurhash: String)? {
        guard let size = probe.cover, size.pixels <= limits.imagePixels else { return nil }
        let picture = MadeFile(path: "\(folder)/cover.png", suffix: "png")
        do {
            let limits = DecodingWork(size, frames: 1).limits
            try await ffmpeg(format, path, ["-map", "0:v:0", "-frames:v", "1", "-an"], picture, limits, in: folder)
            return try await preview(picture.path, try await header(picture.path, in: folder), in: folder)
        } catch MediaError.unacceptable { return nil }
    }

    /// Measures what was made, and takes the first picture of it.
    func finished(_ kind: MediaKind, _ file: MadeFile, in folder: String) async throws -> MadeMedia {
        let made = try await probe(file.path, .mp4, in: folder)
        guard let video = made.video else { throw MediaError.broken }
        let first = MadeFile(path: "\(folder)/first.png", suffix: "png")
        let limits = DecodingWork(video.size, frames: 1).limits
        try await ffmpeg(.mp4, file.path, ["-frames:v", "1", "-an"], first, limits, in: folder)
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

    static func h264(crf: Int) -> [String] {
        [
            "-c:v", "libx264", "-preset", "veryfast", "-crf", String(crf), "-pix_fmt", "yuv420p", "-maxrate", "6M",
            "-bufsize", "12M",
        ]
    }

    /// Files only, by one reader only: a playlist or a description of a session must not make ffmpeg fetch anything.
    func ffmpeg(
        _ format: FileFormat,
        _ input: String,
        _ arguments: [String],
        _ output: MadeFile,
        _ limits: ProgramLimits,
        in folder: String
    ) async throws {
        let before = [
            "-v", "error", "-nostdin", "-y", "-protocol_whitelist", "file", "-threads", "2", "-f", format.demuxer, "-i",
            "file:" + input,
        ]
        let start = output.suffix == "mp4" ? ["-movflags", "+faststart"] : []
        let after = start + ["-threads", "2", "file:" + output.path]
        _ = try await run(tools.ffmpeg, before + arguments + after, reading: input, in: folder, limits)
        guard let size = Files.size(of: output.path), size > 0 else { throw judgement(on: input, in: folder) }
    }

    /// What a film or sound is made of. Throws where it is more than apps are told.
    func probe(_ path: String, _ format: FileFormat, in folder: String) async throws -> FilmProbe {
        let json = try await ffprobe(path, format, ["-show_streams", "-show_format"], in: folder)
        guard let probe = FilmProbe(json) else { throw MediaError.broken }
        if let video = probe.video {
            guard video.size.pixels <= limits.videoPixels else {
                throw MediaError.unacceptable(
                    "File has too many pixels: \(text: video.size.words) videos are not supported"
                )
            }
            guard video.framesPerSecond <= Double(limits.frameRate) else {
                throw MediaError.unacceptable("File has too many frames: at most \(most: limits.frameRate) a second")
            }
        }
        return probe
    }

    /// What ffprobe says of a file.
    func ffprobe(
        _ path: String,
        _ format: FileFormat,
        _ asked: [String],
        in folder: String
    ) async throws -> JSONValue {
        let said = try await run(
            tools.ffprobe,
            ["-v", "error", "-protocol_whitelist", "file", "-f", format.demuxer] + asked
                + ["-of", "json", "-i", "file:" + path],
            reading: path,
            in: folder,
            Self.probeLimits
        )
        guard let json = try? JSONValue.parse(said) else { throw MediaError.broken }
        return json
    }
}

extension MadeMedia {
    /// Whether it is so short that apps may show it again and again by itself.
    fileprivate func isLikeAnimation(_ limits: MediaLimits) -> Bool {
        (measures.duration ?? .infinity) <= limits.gifvSeconds
    }

    fileprivate func `as`(_ kind: MediaKind) -> MadeMedia {
        var media = self
        media.kind = kind
        return media
    }
}
