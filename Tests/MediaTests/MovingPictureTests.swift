// Frames and metadata, told by the container alone.
import Domain
import Foundation
import Testing

@testable import Media

/// Files of `e2e/media`, which is where the end-to-end tests have them.
enum SampleFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../e2e/media")

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }
}

@Suite("pictures that move")
struct MovingPictureTests {
    @Test(
        "each frame's time is told without decoding",
        arguments: [
            ("two-1000.gif", [1000, 1000]), ("last-long-10000.gif", [100, 10_000]),
            ("var-100-300-3000.gif", [100, 300, 3000]), ("apng-alpha.png", [400, 400, 400]),
        ]
    )
    func delays(_ name: String, _ delays: [Int]) throws {
        let bytes = try SampleFiles.bytes(name)
        let format = try #require(FileFormat.sniff(bytes))
        let moving = try #require(MovingPicture(bytes, format))
        #expect(moving.delays == delays)
        #expect((moving.size.width, moving.size.height) == (80, 60))
    }

    @Test("a GIF gets other delays, none of which adds up to a wrong time")
    func retimed() throws {
        let bytes = try SampleFiles.bytes("var-100-300-3000.gif")
        let retimed = MovingPicture.retimed(gif: bytes, [33, 33, 34])
        #expect(MovingPicture(retimed, .gif)?.delays == [30, 40, 30])
        #expect(retimed.count == bytes.count)
    }

    @Test("what stands still is none", arguments: ["gps.webp", "cmyk.jpg"])
    func still(_ name: String) throws {
        let bytes = try SampleFiles.bytes(name)
        #expect(MovingPicture(bytes, try #require(FileFormat.sniff(bytes))) == nil)
    }

    @Test("a sequence is told by its brand, and pixels that are exact by their chunk")
    func kinds() throws {
        #expect(FileFormat.isSequence(heif: try SampleFiles.bytes("anim.avif")))
        #expect(!FileFormat.isSequence(heif: Array("\0\0\0\u{18}ftypheic".utf8) + [0, 0, 0, 0]))
        #expect(!FileFormat.isLossless(webp: []) && !FileFormat.isAnimated(webp: []))
    }

    @Test(
        "Display P3 is told by code points, where the curve is that of sRGB",
        arguments: [
            (12, 13, true), (12, 1, true), (12, 2, true), (1, 13, false), (9, 16, false), (12, 16, false),
            (11, 13, false),
        ]
    )
    func displayP3(_ primaries: UInt8, _ curve: UInt8, _ expected: Bool) {
        let head = Array("\0\0\0\u{10}ftypavif\0\0\0\0\0\0\0\u{13}colrnclx".utf8)
        let bytes = head + [0, primaries, 0, curve, 0, 6, 0x80]
        #expect(FileFormat.isDisplayP3(heif: bytes) == expected)
        for length in bytes.indices { _ = FileFormat.isDisplayP3(heif: Array(bytes[..<length])) }
        #expect(!FileFormat.isDisplayP3(heif: Array(bytes.dropLast(6))))
        #expect(!FileFormat.isDisplayP3(heif: Array(bytes.dropFirst(1))))
    }

    @Test("no bytes trap, however they are cut or changed")
    func hostile() throws {
        var generator = SystemRandomNumberGenerator()
        for name in ["var-100-300-3000.gif", "apng-alpha.png", "gps.webp"] {
            let bytes = try SampleFiles.bytes(name)
            let format = try #require(FileFormat.sniff(bytes))
            for length in 0..<bytes.count {
                var cut = Array(bytes.prefix(length))
                _ = (MovingPicture(cut, format), PictureMetadata.stripped(cut), FileFormat.isLossless(webp: cut))
                for place in cut.indices.dropFirst(16).shuffled(using: &generator).prefix(3) {
                    cut[place] = .random(in: 0...255, using: &generator)
                }
                _ = (MovingPicture(cut, format), PictureMetadata.stripped(cut), FileFormat.isLossless(webp: cut))
            }
        }
    }
}

@Suite("what pictures say beside their pixels")
struct PictureMetadataTests {
    @Test("goes, and the picture stays one", arguments: ["gps.webp", "apng-alpha.png", "var-100-300-3000.gif"])
    func stripped(_ name: String) throws {
        let bytes = try SampleFiles.bytes(name)
        let bare = try #require(PictureMetadata.stripped(bytes))
        #expect(FileFormat.sniff(bare) == FileFormat.sniff(bytes))
        #expect(PictureMetadata.stripped(bare) == bare)
        #expect(bare.firstRange(of: Array("SECRETCAM".utf8)) == nil)
        let format = try #require(FileFormat.sniff(bytes))
        #expect(MovingPicture(bare, format) == MovingPicture(bytes, format))
    }

    @Test("of other files nothing is made")
    func others() throws {
        #expect(PictureMetadata.stripped(try SampleFiles.bytes("cmyk.jpg")) == nil)
        #expect(PictureMetadata.stripped([]) == nil)
    }
}
