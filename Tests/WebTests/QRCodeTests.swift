// QR codes against those of another encoder (qrcodegen 1.8, ISO/IEC 18004): level M, bytes, mask 000.
import Testing

@testable import Web

@Suite("QR codes")
struct QRCodeTests {
    /// Version, bytes of text, and the FNV-1a hash of the modules, row by row: the shortest and longest text of each version.
    private static let cases: [(version: Int, length: Int, hash: UInt64)] = [
        (1, 14, 0x4B8A_9CD5_04A8_945D),
        (2, 15, 0xD0B8_61A0_DD9D_E245),
        (2, 26, 0x8E89_7BD7_A147_2C2B),
        (3, 27, 0x59F8_95BB_0EDD_AB4F),
        (3, 42, 0xC7A7_F461_C9AF_A251),
        (4, 43, 0xDF58_31D5_F740_903B),
        (4, 62, 0x8520_4F80_52FA_2F4F),
        (5, 63, 0x00FE_AB5E_0D68_1AC7),
        (5, 84, 0xC071_F3A0_C259_EE09),
        (6, 85, 0xA81C_4521_4E18_B00D),
        (6, 106, 0x49E9_3F59_EFF7_52AD),
        (7, 107, 0x91D3_F109_5C62_C07B),
        (7, 122, 0x441C_DA3B_5A58_D817),
        (8, 123, 0x04D7_1DBE_F241_0A49),
        (8, 152, 0x88A5_AC33_E699_9409),
        (9, 153, 0xC72D_0D77_18B9_FAB5),
        (9, 180, 0x4B44_8BB1_752D_60BD),
        (10, 181, 0x14CD_AFEB_B3B4_D851),
        (10, 213, 0x7D35_57A3_85D4_C687),
    ]

    @Test("every version is as another encoder makes it, at its shortest and longest")
    func versions() throws {
        for (version, length, hash) in QRCodeTests.cases {
            let text = String((0..<length).map { Character(Unicode.Scalar(UInt8(97 + $0 * 7 % 26))) })
            let code = try #require(QRCode(text))
            #expect(code.size == 17 + 4 * version)
            let found = code.modules.joined().reduce(UInt64(0xCBF2_9CE4_8422_2325)) { hash, isDark in
                (hash ^ (isDark ? 1 : 0)) &* 0x100_0000_01B3
            }
            #expect(found == hash, "version \(version), \(length) bytes")
        }
    }

    @Test("what is too long has none")
    func length() {
        #expect(QRCode(String(repeating: "x", count: 213)) != nil)
        #expect(QRCode(String(repeating: "x", count: 214)) == nil)
        #expect(QRCode("")?.size == 21)
    }

    @Test("its path draws each dark module, with the quiet margin around them")
    func path() throws {
        let code = try #require(QRCode("chorus"))
        let rows = code.modules.map { row in String(row.map { $0 ? "#" : "." }) }
        #expect(rows == QRCodeTests.chorus)
        let path = code.path
        #expect(path.size == 29 && path.data.hasPrefix("M4 4h7v1h-7zM14 4h1v1h-1z"))
        let dark = path.data.matches(of: /h([0-9]+)v1/).compactMap { Int($0.1) }.reduce(0, +)
        #expect(dark == code.modules.joined().count { $0 })
    }

    private static let chorus = [
        "#######...#.#.#######",
        "#.....#.###...#.....#",
        "#.###.#..#....#.###.#",
        "#.###.#....##.#.###.#",
        "#.###.#.##.##.#.###.#",
        "#.....#....#..#.....#",
        "#######.#.#.#.#######",
        "..........#..........",
        "#.#.#.#...#.#...#..#.",
        "..##.#.##.##.#.#.####",
        "##...####..#.###..###",
        ".#..#..###.###.##...#",
        "#..#######.#.###....#",
        "........###...##..###",
        "#######..##.#...##.##",
        "#.....#...#...#.#..##",
        "#.###.#.###.#.#.##.##",
        "#.###.#..#.#.#..##.#.",
        "#.###.#.####.####...#",
        "#.....#....###.....#.",
        "#######.##.#.#####.##",
    ]
}
