// Near-identical texts: prints of 64 bits of which few differ where few words do (Charikar's simhash, STOC 2002).

public enum TextFingerprint {
    /// Fewer words than this tell nothing: of a movement's posts half say but "me too".
    private static let leastWords = 6
    private static let leastLetters = 24
    /// Prints of near-identical texts differ in at most so many bits: a word changed in a dozen makes 8 in the median, two
    /// make 12, and unrelated texts differ in 29.
    public static let nearBits = 12

    /// The print of a text; 0 where it is too short besides its tags, mentions and links. Case, punctuation and digits do
    /// not matter.
    public static func of(_ text: String) -> UInt64 {
        let words = words(text)
        guard words.count >= leastWords, words.reduce(0, { $0 + $1.count }) >= leastLetters else { return 0 }
        var sums = [Int32](repeating: 0, count: 64)
        let hashes = words.map(hash)
        // Words, so that one changed word is one change and not two; and pairs of them, so that the order counts.
        for feature in hashes + zip(hashes, hashes.dropFirst()).map({ $0 &* 31 &+ $1 }) {
            let feature = mix(feature)
            for bit in 0..<64 { sums[bit] += feature >> UInt64(bit) & 1 == 1 ? 1 : -1 }
        }
        var print: UInt64 = 0
        for bit in 0..<64 where sums[bit] > 0 { print |= 1 << UInt64(bit) }
        return print == 0 ? 1 : print
    }

    public static func areNear(_ first: UInt64, _ second: UInt64) -> Bool {
        first != 0 && second != 0 && (first ^ second).nonzeroBitCount <= nearBits
    }

    /// Letters of the words, folded; tags, mentions and links are left out.
    private static func words(_ text: String) -> [[UInt8]] {
        text.utf8.prefix(4096).split { $0 <= 0x20 }.compactMap { word in
            guard let first = word.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "@"),
                !word.starts(with: "http:".utf8), !word.starts(with: "https:".utf8)
            else { return nil }
            let letters = word.compactMap { byte -> UInt8? in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
                case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...0xff: byte
                default: nil
                }
            }
            return letters.isEmpty ? nil : letters
        }
    }

    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ value >> 33) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ value >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return value ^ value >> 33
    }
}
