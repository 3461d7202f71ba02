// The programs that read pictures, films and sounds, and where they are.

internal import Programs

/// Paths of the programs. Decoding of what strangers send never runs in this process.
public struct MediaTools: Sendable, Equatable {
    public let vips: String
    public let vipsheader: String
    public let ffmpeg: String
    public let ffprobe: String

    /// What Debian and Homebrew call what is needed.
    public static let packages = "libvips-tools (vips) and ffmpeg"

    /// Those in the folders of `PATH`; nil where one is missing.
    public static func installed() -> MediaTools? {
        guard let vips = InstalledProgram.path("vips"), let vipsheader = InstalledProgram.path("vipsheader"),
            let ffmpeg = InstalledProgram.path("ffmpeg"), let ffprobe = InstalledProgram.path("ffprobe")
        else { return nil }
        return MediaTools(vips: vips, vipsheader: vipsheader, ffmpeg: ffmpeg, ffprobe: ffprobe)
    }
}
