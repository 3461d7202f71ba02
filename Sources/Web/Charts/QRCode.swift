// A QR code (ISO/IEC 18004): bytes, error correction level M, versions 1 to 10. Made here, for the secret in it is for nobody else.

internal import Basics

struct QRCode: Sendable {
    let size: Int
    /// Row by row; true is dark.
    private(set) var modules: [[Bool]]
    /// What is not data: finders, timing, alignment, format and version.
    private var isFixed: [[Bool]]
    private let version: Int

    /// Codewords of error correction in a block, and blocks, by version (table 9, level M).
    private static let correction = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26]
    private static let blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5]

    /// Nil for a text that is too long: more than 213 bytes.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        let fitting = (1...10).first { version in
            // Mode (4 bits) and count (8 or 16 bits) come first.
            bytes.count + (version < 10 ? 2 : 3) <= QRCode.dataCodewords(version)
        }
        guard let version = fitting else { return nil }
        self.version = version
        size = 17 + 4 * version
        let empty = [[Bool]](repeating: [Bool](repeating: false, count: size), count: size)
        (modules, isFixed) = (empty, empty)
        drawPatterns()
        drawData(QRCode.codewords(bytes, version))
        mask()
    }

    // MARK: Codewords

    private static func rawModules(_ version: Int) -> Int {
        let aligned = version < 2 ? 0 : version / 7 + 2
        let alignment = version < 2 ? 0 : (25 * aligned - 10) * aligned - 55
        return (16 * version + 128) * version + 64 - alignment - (version < 7 ? 0 : 36)
    }

    private static func dataCodewords(_ version: Int) -> Int {
        rawModules(version) / 8 - correction[version - 1] * blocks[version - 1]
    }

    /// Data and error correction, interleaved by blocks (7.4, 7.5, 7.6).
    private static func codewords(_ bytes: [UInt8], _ version: Int) -> [UInt8] {
        let capacity = dataCodewords(version)
        let count = version < 10 ? [UInt8(bytes.count)] : [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)]
        // The mode is half a codeword, so all after it is shifted by four bits; the terminator fills the last.
        let nibbles = ([0x40] + (count + bytes + [0]).flatMap { [$0 & 0xF0, $0 << 4] }).map { $0 >> 4 }
        var data = stride(from: 0, to: nibbles.count - 1, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
        data = Array(data.prefix(capacity))
        for place in 0..<capacity - data.count { data.append(place % 2 == 0 ? 0xEC : 0x11) }

        let (number, length) = (blocks[version - 1], correction[version - 1])
        let short = number - capacity % number
        let divisor = ReedSolomon.divisor(length)
        var (start, parts) = (0, [(data: ArraySlice<UInt8>, correction: [UInt8])]())
        for block in 0..<number {
            let part = data[start..<start + capacity / number + (block < short ? 0 : 1)]
            parts.append((part, ReedSolomon.remainder(part, divisor)))
            start = part.endIndex
        }
        let longest = capacity / number + 1
        let interleaved = (0..<longest).flatMap { place in
            parts.compactMap { place < $0.data.count ? $0.data[$0.data.startIndex + place] : nil }
        }
        return interleaved + (0..<length).flatMap { place in parts.map { $0.correction[place] } }
    }

    // MARK: Drawing

    private mutating func fix(_ x: Int, _ y: Int, _ isDark: Bool) {
        guard (0..<size).contains(x), (0..<size).contains(y) else { return }
        modules[y][x] = isDark
        isFixed[y][x] = true
    }

    private mutating func drawPatterns() {
        for place in 0..<size {
            fix(6, place, place % 2 == 0)
            fix(place, 6, place % 2 == 0)
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawRings(x, y, reach: 4) }
        let places = alignment
        for (row, y) in places.enumerated() {
            for (column, x) in places.enumerated() {
                // Three corners have a finder.
                let (isFirst, isLast) = ((row == 0, column == 0), (row == places.count - 1, column == places.count - 1))
                guard !(isFirst.0 && isFirst.1), !(isFirst.0 && isLast.1), !(isLast.0 && isFirst.1) else { continue }
                drawRings(x, y, reach: 2)
            }
        }
        drawFormat()
        guard version >= 7 else { return }
        let bits = QRCode.extended(version, by: 12, 0x1F25)
        for place in 0..<18 {
            let (a, b, isDark) = (size - 11 + place % 3, place / 3, bits >> place & 1 == 1)
            fix(a, b, isDark)
            fix(b, a, isDark)
        }
    }

    /// A finder (reach 4, with its margin) or an alignment pattern (reach 2).
    private mutating func drawRings(_ x: Int, _ y: Int, reach: Int) {
        for down in -reach...reach {
            for across in -reach...reach {
                let distance = max(abs(across), abs(down))
                fix(x + across, y + down, distance != reach - (reach == 4 ? 2 : 1) && distance != 4)
            }
        }
    }

    private var alignment: [Int] {
        guard version > 1 else { return [] }
        let count = version / 7 + 2
        let step = (version * 8 + count * 3 + 5) / (count * 4 - 4) * 2
        return [6] + (0..<count - 1).map { size - 7 - $0 * step }.reversed()
    }

    /// Level and mask, twice, with their own error correction (7.9): level M is 00, the chessboard 000.
    private mutating func drawFormat() {
        let bits = QRCode.extended(0, by: 10, 0x537) ^ 0x5412
        for place in 0..<15 {
            let isDark = bits >> place & 1 == 1
            switch place {
            case 0..<6: fix(8, place, isDark)
            case 6, 7: fix(8, place + 1, isDark)
            case 8: fix(7, 8, isDark)
            default: fix(14 - place, 8, isDark)
            }
            if place < 8 { fix(size - 1 - place, 8, isDark) } else { fix(8, size - 15 + place, isDark) }
        }
        fix(8, size - 8, true)
    }

    /// A value followed by the remainder of its division (a BCH code).
    private static func extended(_ value: Int, by length: Int, _ divisor: Int) -> Int {
        let rest = (0..<length).reduce(value) { rest, _ in rest << 1 ^ (rest >> (length - 1)) * divisor }
        return value << length | rest
    }

    /// In pairs of columns, up and down by turns (7.7.3).
    private mutating func drawData(_ codewords: [UInt8]) {
        var place = 0
        for pair in stride(from: size - 1, to: 0, by: -2) {
            let right = pair <= 6 ? pair - 1 : pair
            for line in 0..<size {
                let y = (right + 1) & 2 == 0 ? size - 1 - line : line
                for x in [right, right - 1] where !isFixed[y][x] && place < codewords.count * 8 {
                    modules[y][x] = codewords[place >> 3] >> (7 - place & 7) & 1 == 1
                    place += 1
                }
            }
        }
    }

    /// Mixes the data with a chessboard. Any of the eight masks can be read (7.8): choosing among them is for data with patterns of its
    /// own, which a secret is not.
    private mutating func mask() {
        for y in 0..<size {
            for x in 0..<size where !isFixed[y][x] && (x + y) % 2 == 0 { modules[y][x].toggle() }
        }
    }
}

extension QRCode {
    /// The dark modules as a path for SVG, one unit each, with the quiet margin of four around them that readers need.
    var path: (data: String, size: Int) {
        var data = ""
        for (y, row) in modules.enumerated() {
            var x = 0
            while x < size {
                guard row[x] else {
                    x += 1
                    continue
                }
                let length = row[x...].prefix { $0 }.count
                data += "M\(x + 4) \(y + 4)h\(length)v1h-\(length)z"
                x += length
            }
        }
        return (data, size + 8)
    }
}

/// Error correction over GF(2⁸) with the polynomial x⁸ + x⁴ + x³ + x² + 1.
private enum ReedSolomon {
    static func divisor(_ degree: Int) -> [UInt8] {
        var (result, root) = ([UInt8](repeating: 0, count: degree), UInt8(1))
        result[degree - 1] = 1
        for _ in 0..<degree {
            for place in 0..<degree {
                result[place] = multiply(result[place], root) ^ (place + 1 < degree ? result[place + 1] : 0)
            }
            root = multiply(root, 2)
        }
        return result
    }

    static func remainder(_ data: some Sequence<UInt8>, _ divisor: [UInt8]) -> [UInt8] {
        var rest = [UInt8](repeating: 0, count: divisor.count)
        for byte in data {
            let factor = byte ^ rest.removeFirst()
            rest.append(0)
            for place in rest.indices { rest[place] ^= multiply(divisor[place], factor) }
        }
        return rest
    }

    private static func multiply(_ a: UInt8, _ b: UInt8) -> UInt8 {
        (0..<8).reversed().reduce(UInt8(0)) { product, bit in
            (product << 1) ^ (product >> 7 &* 0x1D) ^ (b >> bit & 1 &* a)
        }
    }
}
