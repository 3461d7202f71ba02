// Small pictures as the tools hand them over: PGM and PPM (netpbm), 8 bits a channel.

/// Pixels, three bytes each: red, green, blue.
struct PixelMap: Sendable, Equatable {
    let width: Int
    let height: Int
    let bytes: [UInt8]

    /// Reads `P5` and `P6`; nil for all else. No side may be longer than 256.
    init?(netpbm file: [UInt8]) {
        guard
            file.starts(with: [UInt8(ascii: "P"), UInt8(ascii: "6")])
                || file.starts(with: [UInt8(ascii: "P"), UInt8(ascii: "5")])
        else { return nil }
        let channels = file[1] == UInt8(ascii: "6") ? 3 : 1
        var place = 2
        var numbers: [Int] = []
        while numbers.count < 3 {
            guard place < file.count else { return nil }
            switch file[place] {
            case UInt8(ascii: "#"):
                while place < file.count, file[place] != 0x0A { place += 1 }
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                var number = 0
                while place < file.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(file[place]) {
                    number = number * 10 + Int(file[place] - UInt8(ascii: "0"))
                    guard number < 1 << 16 else { return nil }
                    place += 1
                }
                numbers.append(number)
            default: return nil
            }
        }
        // One white space, then the pixels.
        place += 1
        guard numbers[2] == 255, (1...256).contains(numbers[0]), (1...256).contains(numbers[1]) else { return nil }
        let count = numbers[0] * numbers[1] * channels
        guard file.count - place >= count else { return nil }
        width = numbers[0]
        height = numbers[1]
        let pixels = file[place..<(place + count)]
        bytes = channels == 3 ? Array(pixels) : pixels.flatMap { [$0, $0, $0] }
    }

    init(width: Int, height: Int, bytes: [UInt8]) {
        self.width = width
        self.height = height
        self.bytes = bytes
    }
}
