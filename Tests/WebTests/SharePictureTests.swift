// Pictures for previews: whole XML whatever a tag is called, and PNG where the program for it is installed.
import Basics
import Foundation
import TestSupport
import Testing

@testable import Web

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct SharePictureTests {
    static let names = [
        "MeToo", "وأنا_أيضا", "私も", "मैं_भी", "Größe", "a&b<c>\"'", "]]>--><!DOCTYPE x>", "\u{202E}evil\u{0}\u{FFFF}",
        String(repeating: "W", count: 200), String(repeating: "é\u{301}\u{302}", count: 90),
        "a" + String(repeating: "\u{301}", count: 5000), "<text>&#0;</text>", "",
    ]

    static func picture(_ name: String) -> SharePicture {
        SharePicture(
            heading: "#\(name)",
            prompt: name + " " + name,
            people: 36_412,
            what: "answered",
            host: name,
            curve: MovementSamples.curve,
            at: MovementSamples.now
        )
    }

    @Test("a tag of any script or none makes one whole document", arguments: names)
    func xml(_ name: String) {
        let svg = Self.picture(name).svg
        #expect(XMLParser(data: Data(svg.utf8)).parse(), "\(svg)")
        #expect(!svg.contains("\u{202E}") && svg.utf8.count < 20_000)
        #expect(svg.components(separatedBy: "<text ").count <= 7)
    }

    @Test(
        "rsvg-convert draws each of them at the size that previews want",
        .enabled(if: Rasteriser.installed() != nil),
        arguments: names
    )
    func png(_ name: String) async throws {
        let rasteriser = try #require(Rasteriser.installed())
        let png = try await rasteriser.png(Self.picture(name).svg)
        // Width and height stand in the first chunk (PNG 1.2, 11.2.2).
        #expect(Array(png[16..<24]) == [0, 0, 0x04, 0xB0, 0, 0, 0x02, 0x76])
        #expect(png.count < 1 << 20)
        // To look at them.
        guard let folder = ProcessInfo.processInfo.environment["CHORUS_PAGES_DIR"] else { return }
        let number = Self.names.firstIndex(of: name) ?? 0
        try Data(png).write(to: URL(filePath: folder).appending(path: "share-\(number).png"))
    }

    @Test(
        "a program that fails, or writes rubbish or without end, gives no picture",
        arguments: ["/bin/cat", "/bin/false", "/usr/bin/yes", "/no"]
    )
    func broken(_ program: String) async {
        await #expect(throws: (any Error).self) { try await Rasteriser(program: program).png("<svg/>") }
    }

    @Test("a picture is drawn once for all who ask within a minute")
    func kept() async throws {
        let clock = HandClock()
        guard let rasteriser = Rasteriser.installed() else { return }
        let pictures = SharePictures(rasteriser, clock: clock.clock)
        let first = try await pictures.png("a") { Self.picture("a") }
        let second = try await pictures.png("a") { Self.picture("b") }
        #expect(first == second)
        clock.advance(.seconds(61))
        #expect(try await pictures.png("a") { Self.picture("b") } != first)
    }
}
