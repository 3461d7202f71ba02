// A picture in some thirty characters, for apps to show while it loads (https://github.com/woltapp/blurhash).

internal import Foundation

enum Blurhash {
    private static let alphabet = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~".utf8
    )

    /// - Parameters:
    ///   - columns: waves across, 1 to 9.
    ///   - rows: waves down, 1 to 9.
    static func encode(_ picture: PixelMap, columns: Int = 4, rows: Int = 4) -> String {
        let (width, height) = (picture.width, picture.height)
        let light = picture.bytes.map { linear[Int($0)] }
        let across = (0..<columns).map { wave in
            (0..<width).map { cos(.pi * Double(wave) * Double($0) / Double(width)) }
        }
        let down = (0..<rows).map { wave in
            (0..<height).map { cos(.pi * Double(wave) * Double($0) / Double(height)) }
        }
        var factors: [(Double, Double, Double)] = []
        for row in 0..<rows {
            for column in 0..<columns {
                var sum = (0.0, 0.0, 0.0)
                for y in 0..<height {
                    for x in 0..<width {
                        let basis = across[column][x] * down[row][y]
                        let place = 3 * (y * width + x)
                        sum.0 += basis * light[place]
                        sum.1 += basis * light[place + 1]
                        sum.2 += basis * light[place + 2]
                    }
                }
                let scale = (row == 0 && column == 0 ? 1.0 : 2.0) / Double(width * height)
                factors.append((sum.0 * scale, sum.1 * scale, sum.2 * scale))
            }
        }
        return text(factors, columns: columns, rows: rows)
    }

    private static func text(_ factors: [(Double, Double, Double)], columns: Int, rows: Int) -> String {
        var out: [UInt8] = []
        append(columns - 1 + (rows - 1) * 9, digits: 1, to: &out)
        let rest = factors.dropFirst()
        var most = 1.0
        if rest.isEmpty {
            append(0, digits: 1, to: &out)
        } else {
            let largest = rest.map { max(abs($0.0), abs($0.1), abs($0.2)) }.max() ?? 0
            let quantised = max(0, min(82, Int(largest * 166 - 0.5)))
            most = Double(quantised + 1) / 166
            append(quantised, digits: 1, to: &out)
        }
        let first = factors[0]
        append(srgb(first.0) << 16 | srgb(first.1) << 8 | srgb(first.2), digits: 4, to: &out)
        for factor in rest {
            let parts = [factor.0, factor.1, factor.2].map { value in
                let root = (abs(value / most)).squareRoot() * (value < 0 ? -1 : 1)
                return max(0, min(18, Int((root * 9 + 9.5).rounded(.down))))
            }
            append(parts[0] * 19 * 19 + parts[1] * 19 + parts[2], digits: 2, to: &out)
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func append(_ value: Int, digits: Int, to out: inout [UInt8]) {
        var (rest, written) = (value, [UInt8]())
        for _ in 0..<digits {
            written.append(alphabet[rest % 83])
            rest /= 83
        }
        out.append(contentsOf: written.reversed())
    }

    /// sRGB to linear light, for each byte (IEC 61966-2-1).
    private static let linear: [Double] = (0..<256).map { byte in
        let value = Double(byte) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    private static func srgb(_ light: Double) -> Int {
        let value = max(0, min(1, light))
        let encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
        return Int(encoded * 255 + 0.5)
    }
}
