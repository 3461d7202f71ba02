// What is too much to decode, said before any of it is decoded.

internal import Basics
internal import Domain

extension MediaProcessor {
    /// The frames of a GIF, PNG or WebP; nil where it does not move.
    func movingPicture(_ path: String, _ format: FileFormat) throws -> MovingPicture? {
        switch format {
        case .gif: break
        case .png: guard FileFormat.isAnimated(png: Files.prefix(of: path, 1 << 16)) else { return nil }
        case .webp: guard FileFormat.isAnimated(webp: Files.prefix(of: path, FileFormat.prefix)) else { return nil }
        default: return nil
        }
        guard let size = Files.size(of: path) else { throw MediaError.storage("\(path) is gone") }
        return MovingPicture(Files.prefix(of: path, size), format)
    }

    func check(_ moving: MovingPicture) throws {
        let (size, frames) = (moving.size, moving.delays.count)
        guard size.pixels <= limits.videoPixels else {
            throw MediaError.unacceptable(
                "File has too many pixels: \(text: size.words) moving pictures are not supported"
            )
        }
        let most = min(limits.animationFrames, limits.animationMegapixels * 1_000_000 / max(1, size.pixels))
        guard frames <= most else {
            throw MediaError.unacceptable(
                "File has too many frames: \(number: frames), and at most \(most: most) of \(text: size.words) are supported"
            )
        }
    }

    func check(_ probe: FilmProbe) throws {
        guard let video = probe.video, !probe.isPlayableEverywhere, let frames = probe.frames else { return }
        let most = limits.videoMegapixels * 1_000_000 / max(1, video.size.pixels)
        guard frames <= most else {
            let size = video.size.words
            throw MediaError.unacceptable(
                "File has too many frames: \(number: frames), and at most \(most: most) of \(text: size) are supported"
            )
        }
    }

    func work(of probe: FilmProbe) -> DecodingWork {
        let sound = probe.audioCodec == nil ? 0 : probe.duration ?? 0
        guard let video = probe.video else { return DecodingWork(sound: sound) }
        // Copied, only its preview is decoded.
        if probe.isPlayableEverywhere { return DecodingWork(video.size, frames: 1, sound: sound / 10) }
        let most = limits.videoMegapixels * 1_000_000 / max(1, video.size.pixels)
        var work = DecodingWork(video.size, frames: min(most, probe.frames ?? most), sound: sound)
        // Light is calculated with numbers of 32 bits.
        if video.isHighDynamicRange { work.megapixels *= 4 }
        return work
    }
}
