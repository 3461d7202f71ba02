// Files for tests of uploads, made byte by byte: good ones, broken ones, hostile ones.
import Basics
import Foundation

enum Pictures {
    /// A PNG of one colour in stripes; `bands` 4 has an alpha channel.
    static func png(_ width: Int, _ height: Int, bands: Int = 3) -> [UInt8] {
        var rows: [UInt8] = []
        for y in 0..<height {
            rows.append(0)
            for x in 0..<(width * bands) { rows.append(UInt8(truncatingIfNeeded: x &* 5 &+ y &* 3)) }
        }
        return png(width, height, colour: bands == 4 ? 6 : 2, data: stored(rows))
    }

    /// A PNG that says it is of some size, whatever its data are.
    static func png(_ width: Int, _ height: Int, colour: UInt8, data: [UInt8]) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", big(UInt32(width)) + big(UInt32(height)) + [8, colour, 0, 0, 0])
            + chunk("IDAT", data) + chunk("IEND", [])
    }

    /// A PNG that moves: two pictures (PNG, third edition, 11.3.6).
    static func animatedPNG(_ width: Int, _ height: Int) -> [UInt8] {
        let size = big(UInt32(width)) + big(UInt32(height))
        func frame(_ number: UInt32) -> [UInt8] {
            chunk("fcTL", big(number) + size + big(0) + big(0) + [0, 1, 0, 5, 0, 0])
        }
        func pixels(_ value: UInt8) -> [UInt8] {
            stored((0..<height).flatMap { _ in [0] + [UInt8](repeating: value, count: width * 3) })
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", size + [8, 2, 0, 0, 0])
            + chunk("tEXt", Array("Title\0Rain".utf8)) + chunk("acTL", big(2) + big(0)) + frame(0)
            + chunk("IDAT", pixels(40)) + frame(1) + chunk("fdAT", big(2) + pixels(200)) + chunk("IEND", [])
    }

    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        return big(UInt32(data.count)) + body + big(crc(body))
    }

    /// zlib (RFC 1950) without compression.
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x01]
        var rest = bytes[...]
        repeat {
            let part = rest.prefix(65_535)
            rest = rest.dropFirst(part.count)
            let count = UInt16(part.count)
            out += [
                rest.isEmpty ? 1 : 0, UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8),
            ]
            out += part
        } while !rest.isEmpty
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return out + big(b << 16 | a)
    }

    private static func big(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { table[Int(($0 ^ UInt32($1)) & 255)] ^ ($0 >> 8) }
    }

    /// An animated GIF (GIF89a): two frames of two colours.
    static func gif(_ width: UInt8 = 4, _ height: UInt8 = 4) -> [UInt8] {
        var out = Array("GIF89a".utf8) + [width, 0, height, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255]
        out += [0x21, 0xFF, 0x0B] + Array("NETSCAPE2.0".utf8) + [3, 1, 0, 0, 0]
        for frame in 0..<2 {
            out += [0x21, 0xF9, 4, 0, 20, 0, 0, 0, 0x2C, 0, 0, 0, 0, width, 0, height, 0, 0]
            out += lzw([UInt8](repeating: UInt8(frame), count: Int(width) * Int(height)))
        }
        return out + [0x3B]
    }

    /// LZW of GIF that clears its table before every pixel: codes stay three bits wide.
    private static func lzw(_ pixels: [UInt8]) -> [UInt8] {
        var (bits, count): (UInt32, UInt32) = (0, 0)
        var bytes: [UInt8] = []
        func add(_ code: UInt32) {
            bits |= code << count
            count += 3
            while count >= 8 {
                bytes.append(UInt8(bits & 255))
                bits >>= 8
                count -= 8
            }
        }
        for pixel in pixels {
            add(4)
            add(UInt32(pixel))
        }
        add(5)
        if count > 0 { bytes.append(UInt8(bits & 255)) }
        var out: [UInt8] = [2]
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(255)
            out.append(UInt8(part.count))
            out += part
            rest = rest.dropFirst(part.count)
        }
        return out + [0]
    }

    /// A WAV of one second of a tone.
    static func wav() -> [UInt8] {
        let samples = (0..<8000).flatMap { place -> [UInt8] in
            let value = UInt16(bitPattern: Int16(sin(Double(place) * 0.34) * 8000))
            return [UInt8(value & 255), UInt8(value >> 8)]
        }
        func little(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> ($0 * 8) & 255) } }
        return Array("RIFF".utf8) + little(36 + samples.count) + Array("WAVEfmt ".utf8) + little(16) + [1, 0, 1, 0]
            + little(8000) + little(16_000) + [2, 0, 16, 0] + Array("data".utf8) + little(samples.count) + samples
    }
}
