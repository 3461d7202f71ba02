// How often a picture changes, and how long each of its frames is shown: told by its container, nothing is decoded.

internal import Domain

/// A GIF, PNG or WebP of more than one frame.
struct MovingPicture: Sendable, Equatable {
    /// Of the whole picture; a frame may be a part of it.
    let size: PixelSize
    /// Milliseconds of each frame.
    let delays: [Int]

    /// Nil for a picture of one frame, or none.
    init?(_ bytes: [UInt8], _ format: FileFormat) {
        let found: (size: PixelSize, delays: [Int])? =
            switch format {
            case .gif: MovingPicture.gif(bytes)
            case .png: MovingPicture.png(bytes)
            case .webp: MovingPicture.webp(bytes)
            default: nil
            }
        guard let found, found.delays.count > 1 else { return nil }
        (size, delays) = found
    }

    init(size: PixelSize, delays: [Int]) {
        self.size = size
        self.delays = delays
    }

    /// The bytes of a GIF with other delays, in hundredths: each frame begins as near to its time as that allows.
    static func retimed(gif bytes: [UInt8], _ delays: [Int]) -> [UInt8] {
        var (bytes, places) = (bytes, [Int]())
        _ = gif(bytes, &places)
        var (time, begun) = (0, 0)
        for (place, delay) in zip(places, delays) {
            time += delay
            let hundredths = min(65_535, max(2, (time + 5) / 10 - begun))
            begun += hundredths
            bytes[place] = UInt8(truncatingIfNeeded: hundredths)
            bytes[place + 1] = UInt8(truncatingIfNeeded: hundredths >> 8)
        }
        return bytes
    }

    /// What browsers take for a hundredth of a second and less: files that say so mean "as fast as it was once possible".
    private static func shown(_ milliseconds: Int) -> Int { milliseconds <= 10 ? 100 : milliseconds }

    /// GIF 89a, sections 18 to 23: a delay of hundredths stands in the extension before its picture.
    private static func gif(_ bytes: [UInt8]) -> (PixelSize, [Int])? {
        var places: [Int] = []
        return gif(bytes, &places)
    }

    /// - Parameter places: where the delays stand.
    private static func gif(_ bytes: [UInt8], _ places: inout [Int]) -> (PixelSize, [Int])? {
        var reader = ByteReader(bytes, at: 6)
        guard let width = reader.little(2), let height = reader.little(2), let flags = reader.byte(),
            reader.skip(2 + colours(flags))
        else { return nil }
        var (delays, delay) = ([Int](), 0)
        while let introducer = reader.byte() {
            if introducer == 0x21, let label = reader.byte() {
                if label == 0xF9, reader.peek(0) == 4, let low = reader.peek(2), let high = reader.peek(3) {
                    delay = (low | high << 8) * 10
                    places.append(reader.place + 2)
                }
                guard reader.skipBlocks() else { break }
            } else if introducer == 0x2C {
                guard reader.skip(8), let flags = reader.byte(), reader.skip(colours(flags) + 1) else { break }
                delays.append(shown(delay))
                delay = 0
                guard reader.skipBlocks() else { break }
            } else {
                break
            }
        }
        return (PixelSize(width: width, height: height), delays)
    }

    /// Bytes of a table of colours.
    private static func colours(_ flags: Int) -> Int { flags & 0x80 == 0 ? 0 : 3 << (flags & 7 + 1) }

    /// PNG, third edition, 11.3.6.2: a chunk `fcTL` for each frame.
    private static func png(_ bytes: [UInt8]) -> (PixelSize, [Int])? {
        var reader = ByteReader(bytes, at: 16)
        guard let width = reader.big(4), let height = reader.big(4) else { return nil }
        reader = ByteReader(bytes, at: 8)
        var (delays, isAnimated) = ([Int](), false)
        while let length = reader.big(4), let kind = reader.big(4) {
            if kind == 0x6163_544C { isAnimated = true }  // acTL
            if kind == 0x4944_4154, !isAnimated { return nil }  // IDAT
            if kind == 0x6663_544C, let above = reader.bigPeek(20, 2), let below = reader.bigPeek(22, 2) {  // fcTL
                delays.append(shown(above * 1000 / (below == 0 ? 100 : below)))
            }
            guard reader.skip(length), reader.skip(4) else { break }
        }
        return (PixelSize(width: width, height: height), delays)
    }

    /// RFC 9649, section 2.7: a chunk `ANMF` for each frame.
    private static func webp(_ bytes: [UInt8]) -> (PixelSize, [Int])? {
        var reader = ByteReader(bytes, at: 12)
        var (size, delays) = (PixelSize(width: 0, height: 0), [Int]())
        while let kind = reader.big(4), let length = reader.little(4) {
            if kind == 0x5650_3858, let width = reader.littlePeek(4, 3), let height = reader.littlePeek(7, 3) {  // VP8X
                size = PixelSize(width: width + 1, height: height + 1)
            }
            if kind == 0x414E_4D46, let duration = reader.littlePeek(12, 3) { delays.append(shown(duration)) }  // ANMF
            guard reader.skip(length + length & 1) else { break }
        }
        return (size, delays)
    }
}
