// Pictures that move become silent films: smaller by far, and shown by every app.

internal import Basics
internal import Domain
internal import Programs

extension MediaProcessor {
    private static let framesLimits = ProgramLimits(seconds: 360, processorSeconds: 120, fileBytes: 256 << 20)

    /// What can be seen through is seen on white, as the pages are; the colours of pictures as films have them.
    private static let onWhite =
        "split[a][b];[a]lutrgb=r=maxval:g=maxval:b=maxval:a=maxval[ground];[ground][b]overlay=format=auto,"
    private static let colours =
        "scale='max(2,trunc(iw/2)*2)':'max(2,trunc(ih/2)*2)':out_range=tv:out_color_matrix=bt709,setsar=1"

    func animation(
        _ path: String,
        _ format: FileFormat,
        _ moving: MovingPicture,
        _ limits: ProgramLimits,
        in folder: String
    ) async throws -> MadeMedia {
        var (path, format, filter) = (path, format, Self.onWhite + Self.colours)
        if format == .webp {
            // ffmpeg reads the first picture of one only.
            path = try await frames(path, moving, in: folder)
            format = .gif
        } else if format.isSequence {
            filter = Self.colours
        }
        let file = MadeFile(path: "\(folder)/original.mp4", suffix: "mp4")
        // Each frame at its own time, of which ffmpeg does not pass on how long the last one is shown. Without frames
        // that refer to later ones they come in their order.
        let (last, count) = (moving.delays.last ?? 100, moving.delays.count)
        let timing = [
            "-vsync", "passthrough", "-enc_time_base", "1/1000", "-video_track_timescale", "1000", "-bf", "0",
            "-bsf:v", "setts=duration=if(eq(N\\,\(count - 1))\\,\(last)\\,DURATION)",
        ]
        let tags = ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"]
        let arguments = ["-an", "-vf", filter] + Self.h264(crf: 20) + timing + tags + Self.bare
        try await ffmpeg(format, path, arguments, file, limits, in: folder)
        return try await finished(.gifv, file, in: folder)
    }

    /// The frames of a WebP file as a GIF.
    private func frames(_ path: String, _ moving: MovingPicture, in folder: String) async throws -> String {
        let frames = "\(folder)/frames.gif"
        let arguments = ["flatten", path + "[n=-1]", frames, "--background", "255 255 255"]
        _ = try await run(tools.vips, arguments, reading: path, in: folder, Self.framesLimits)
        guard let size = Files.size(of: frames) else { throw judgement(on: path, in: folder) }
        try Files.replace(frames, with: MovingPicture.retimed(gif: Files.prefix(of: frames, size), moving.delays))
        return frames
    }

    /// The frames of an AVIF or HEIF file of several.
    func sequence(_ path: String, _ format: FileFormat, in folder: String) async throws -> MovingPicture {
        let asked = ["-select_streams", "v:0", "-show_entries", "stream=width,height,nb_frames:packet=duration_time"]
        let json = try await ffprobe(path, format, asked, in: folder)
        guard case .array(let streams)? = json["streams"], case .array(let packets)? = json["packets"],
            let size = streams.first.flatMap(FilmProbe.size(of:))
        else { throw MediaError.broken }
        let delays = packets.map { packet in
            let seconds = packet["duration_time"]?.string.flatMap { Double($0) } ?? 0.1
            return seconds > 0 && seconds < 1e6 ? max(1, Int((seconds * 1000).rounded())) : 100
        }
        return MovingPicture(size: size, delays: delays)
    }
}

extension FileFormat {
    /// Whether it is read by its container, where it moves.
    fileprivate var isSequence: Bool { self == .heif || self == .avif }
}
