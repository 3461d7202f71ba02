// What files are taken for, whatever they are called.
import Testing

@testable import Media

@Suite("File formats")
struct FormatTests {
    @Test("a file is known by its first bytes")
    func known() {
        let cases: [([UInt8], FileFormat)] = [
            ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
            (Array("GIF89a....".utf8), .gif), (Array("RIFF....WEBPVP8 ".utf8), .webp),
            (Array("RIFF....WAVEfmt ".utf8), .wav), (Array("\0\0\0 ftypheic\0\0\0\0mif1".utf8), .heif),
            (Array("\0\0\0 ftypmif1\0\0\0\0mif1avif".utf8), .avif), (Array("\0\0\0 ftypisom\0\0\0\0isom".utf8), .mp4),
            (Array("\0\0\0 ftypqt  \0\0\0\0qt  ".utf8), .quicktime), (Array("\0\0\0 ftypM4A \0\0\0\0".utf8), .m4a),
            ([0x1A, 0x45, 0xDF, 0xA3], .matroska), (Array("OggS".utf8), .ogg), (Array("fLaC".utf8), .flac),
            (Array("ID3\u{3}".utf8), .mp3), ([0xFF, 0xFB, 0x90, 0x64], .mp3), ([0xFF, 0xF1, 0x50, 0x80], .adts),
        ]
        for (bytes, format) in cases { #expect(FileFormat.sniff(bytes) == format) }
    }

    @Test("pages, drawings, archives, playlists and scraps are not taken")
    func unknown() {
        let texts = [
            "", "<svg xmlns='http://www.w3.org/2000/svg'/>", "<!DOCTYPE html>", "PK\u{3}\u{4}", "#EXTM3U\n", "%PDF-1.7",
            "ffconcat version 1.0", "v=0\r\no=- 0 0 IN IP4 127.0.0.1", "BM", "RIFF....AVI LIST", "GIF8", "\0\0\0 ftyp",
        ]
        for text in texts { #expect(FileFormat.sniff(Array(text.utf8)) == nil, "\(text)") }
        #expect(FileFormat.sniff([0xFF, 0xFF, 0xFF, 0xFF]) == nil)
        #expect(FileFormat.sniff([0xFF, 0xD8]) == nil)
    }

    @Test("no prefix of anything traps")
    func short() {
        var seed: UInt64 = 7
        for _ in 0..<3000 {
            var bytes: [UInt8] = []
            for _ in 0..<(seed % 40) {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(truncatingIfNeeded: seed >> 33))
            }
            for start in [[], Array("RIFF".utf8), Array("\0\0\0\u{8}ftyp".utf8)] as [[UInt8]] {
                _ = FileFormat.sniff(start + bytes)
            }
            _ = PixelMap(netpbm: Array("P6 ".utf8) + bytes)
            seed = seed &* 6_364_136_223_846_793_005 &+ 1
        }
    }
}

@Suite("Blurhash")
struct BlurhashTests {
    @Test("one colour has that colour's hash, and waves of nothing")
    func plain() {
        let white = PixelMap(width: 2, height: 2, bytes: [UInt8](repeating: 255, count: 12))
        #expect(Blurhash.encode(white, columns: 1, rows: 1) == "00TSUA")
        let black = PixelMap(width: 4, height: 4, bytes: [UInt8](repeating: 0, count: 48))
        #expect(Blurhash.encode(black) == "U0" + "0000" + String(repeating: "fQ", count: 15))
    }

    @Test("left and right, light and dark differ")
    func gradient() {
        let row = (0..<8).flatMap { x in [UInt8](repeating: UInt8(x * 36), count: 3) }
        let right = Blurhash.encode(PixelMap(width: 8, height: 4, bytes: row + row + row + row))
        let turned = stride(from: 21, through: 0, by: -3).flatMap { row[$0..<($0 + 3)] }
        let left = Blurhash.encode(PixelMap(width: 8, height: 4, bytes: turned + turned + turned + turned))
        #expect(right.utf8.count == 36)
        #expect(left != right)
    }

    @Test("pictures of netpbm are read, with comments and in grey")
    func netpbm() {
        let colour = PixelMap(netpbm: Array("P6\n# made\n1 2\n255\n".utf8) + [1, 2, 3, 4, 5, 6])
        #expect(colour == PixelMap(width: 1, height: 2, bytes: [1, 2, 3, 4, 5, 6]))
        let grey = PixelMap(netpbm: Array("P5 2 1 255 ".utf8) + [7, 8])
        #expect(grey?.bytes == [7, 7, 7, 8, 8, 8])
        for broken in ["P6 1 1 255", "P6 99999999999 1 255 ", "P6 0 0 255 ", "P6 2 2 65535 ", "P3 1 1 255 1", "P6"] {
            #expect(PixelMap(netpbm: Array(broken.utf8)) == nil)
        }
    }
}

@Suite("Paths of files")
struct MediaPathTests {
    @Test("a path leads to one file, and nowhere else")
    func safe() {
        let path = MediaPath.make("attachments", "original", suffix: "jpg", key: "ab-_cdefgh")
        #expect(path == "attachments/ab/ab-_cdefgh/original.jpg")
        #expect(MediaPath.isSafe(path))
        for path in [
            "", "a/b/c", "a/b/c/d", "a/b/c/.jpg", "a/../c/d.jpg", "/a/b/c.jpg", "a/b/c/d.jpg/e", "a/b/c/d.x.jpg",
            "a//c/d.jpg", "a/b/c/d%2e.jpg", "a/b/c/d\0.jpg", "in-progress/arriving/x",
        ] {
            #expect(!MediaPath.isSafe(path), "\(path)")
        }
    }

    @Test("only pictures, films and sounds have a type")
    func types() {
        #expect(MediaPath.type("a.jpg") == "image/jpeg")
        for name in ["a.svg", "a.html", "a", "a.js", "a.jpg.html", ""] { #expect(MediaPath.type(name) == nil) }
    }
}
