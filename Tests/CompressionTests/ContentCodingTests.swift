import Compression
import Testing

struct ContentCodingTests {
    @Test(
        "The best of what a client reads is chosen",
        arguments: [
            ("gzip, deflate, br, zstd", ContentCoding.brotli),
            ("gzip, deflate", .gzip),
            ("GZip", .gzip),
            ("x-gzip", .gzip),
            ("br", .brotli),
            ("*", .brotli),
            ("*;q=0.1, br;q=0", .gzip),
            ("br;q=0.5, gzip", .gzip),
            ("br ; q=0.501,\tgzip;Q=0.5", .brotli),
            ("identity;q=0, gzip;q=0.001", .gzip),
            ("identity;q=0.5, gzip;q=0.5", .gzip),
            ("identity;q=0.5, *;q=0.6", .brotli),
            ("gzip;q=1.000", .gzip),
            (",, ,gzip,", .gzip),
            ("gzip, gzip;q=0", .gzip),
        ]
    )
    func best(accepted: String, coding: ContentCoding) {
        #expect(ContentCoding.best(for: accepted) == coding)
    }

    @Test(
        "A body goes as it is to who reads or wants nothing else",
        arguments: [
            "", " ", "identity", "deflate, zstd", "*;q=0", "gzip;q=0", "gzip;q=0.000, br;q=0.0", "identity;q=0",
            "identity, gzip;q=0.9",
            // What the standard does not allow says nothing.
            "gzip;q=2", "gzip;q=1.001", "gzip;q=0.1234", "gzip;q=", "gzip;q=.5", "gzip;q=-1", "gzip;q=1e0",
            "gzip;level=9",
            "gzip;", "gzip;;q=1", "gz ip", "gzip br", "\"gzip\"", "brotli", "bró", ";q=1", "q=1", "gzip\u{0}",
        ]
    )
    func asItIs(accepted: String) {
        #expect(ContentCoding.best(for: accepted) == nil)
    }

    @Test("Long and meaningless headers are read in one pass")
    func hostile() {
        #expect(ContentCoding.best(for: String(repeating: ",;q=", count: 2000)) == nil)
        #expect(ContentCoding.best(for: String(repeating: "gzip;q=0,", count: 800) + "br") == .brotli)
        var random = Dice(state: 19)
        let alphabet = Array("gzipbr*;q=01.,identity \t-é\u{0}")
        for _ in 0..<2000 {
            let text = String(
                (0..<Int.random(in: 0...24, using: &random)).compactMap { _ in alphabet.randomElement(using: &random) }
            )
            if let coding = ContentCoding.best(for: text) {
                // Nothing is sent that was not named.
                let names = coding == .brotli ? ["br", "*"] : ["gzip", "*"]
                #expect(names.contains { text.lowercased().contains($0) }, "\(text)")
            }
        }
    }
}

/// The same numbers in each run (SplitMix64).
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
