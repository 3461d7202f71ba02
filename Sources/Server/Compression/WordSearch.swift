// Finds a word in a long body without a look at most of its bytes (Horspool, "Practical fast searching in strings", 1980).

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

struct WordSearch: Sendable {
    private let word: [UInt8]
    /// By the byte under the end of the word: how far the word may move at once.
    private let shifts: [Int]

    /// - Parameter word: at least one byte.
    init(_ word: String) {
        self.word = Array(word.utf8)
        var shifts = [Int](repeating: self.word.count, count: 256)
        for (place, byte) in self.word.dropLast().enumerated() { shifts[Int(byte)] = self.word.count - 1 - place }
        self.shifts = shifts
    }

    /// The place after the word's first occurrence at or after `start`; nil where there is none.
    func end(in bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        return word.withUnsafeBufferPointer { word in
            shifts.withUnsafeBufferPointer { shifts in
                guard let first = word.baseAddress else { return nil }
                var place = start
                while place + word.count <= bytes.count {
                    let last = bytes[place + word.count - 1]
                    if last == word[word.count - 1], memcmp(base + place, first, word.count) == 0 {
                        return place + word.count
                    }
                    place += shifts[Int(last)]
                }
                return nil
            }
        }
    }
}
