// How much there is to decode, known before any of it is decoded.

internal import Domain
internal import Programs

struct DecodingWork: Sendable, Equatable {
    /// Millions of pixels, all frames together.
    var megapixels: Double
    /// Seconds of sound.
    var sound = 0.0

    init(_ size: PixelSize, frames: Int, sound: Double = 0) {
        megapixels = Double(size.pixels) / 1e6 * Double(frames)
        self.sound = sound
    }

    init(sound: Double) {
        megapixels = 0
        self.sound = sound
    }

    /// An honest file needs a tenth of this. What says that it has less than it has comes to an end, too.
    var limits: ProgramLimits {
        let seconds = 60 + Int(min(10_000, megapixels / 8 + sound / 5))
        return ProgramLimits(
            seconds: 60 + seconds * 3,
            processorSeconds: seconds,
            memory: 3 << 30,
            fileBytes: 256 << 20
        )
    }

    func isShort(_ limits: MediaLimits) -> Bool {
        megapixels <= Double(limits.shortMegapixels) && sound <= Double(limits.shortMegapixels)
    }
}
