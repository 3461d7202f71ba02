// Numbers out of the bytes of a file, from front to back; nothing is read beyond their end.

struct ByteReader {
    let bytes: [UInt8]
    private(set) var place: Int

    init(_ bytes: [UInt8], at place: Int = 0) {
        self.bytes = bytes
        self.place = place
    }

    /// The byte so far ahead.
    func peek(_ ahead: Int) -> Int? {
        let index = place + ahead
        return bytes.indices.contains(index) ? Int(bytes[index]) : nil
    }

    func bigPeek(_ ahead: Int, _ count: Int) -> Int? { number((0..<count).map { peek(ahead + $0) }) }

    func littlePeek(_ ahead: Int, _ count: Int) -> Int? { number((0..<count).reversed().map { peek(ahead + $0) }) }

    mutating func byte() -> Int? { big(1) }

    /// A number with its highest byte first.
    mutating func big(_ count: Int) -> Int? {
        defer { place += count }
        return bigPeek(0, count)
    }

    /// A number with its lowest byte first.
    mutating func little(_ count: Int) -> Int? {
        defer { place += count }
        return littlePeek(0, count)
    }

    /// False where so many are not there; then it stands at the end.
    mutating func skip(_ count: Int) -> Bool {
        guard count <= bytes.count - place else {
            place = bytes.count
            return false
        }
        place += count
        return true
    }

    /// Passes over the blocks of a GIF, each with its length before it, up to an empty one.
    mutating func skipBlocks() -> Bool {
        while let count = byte() {
            guard count > 0 else { return true }
            guard skip(count) else { return false }
        }
        return false
    }

    private func number(_ bytes: [Int?]) -> Int? {
        var value = 0
        for byte in bytes {
            guard let byte else { return nil }
            value = value << 8 | byte
        }
        return value
    }
}
