import Domain
import Outbound
import Testing

@Suite("Looking at foreign addresses")
struct NetworkAddressTests {
    static func six(_ groups: [UInt16]) -> NetworkAddress? {
        NetworkAddress(groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    }

    @Test("only what is of the public internet is public")
    func ranges() throws {
        let closed: [[UInt8]] = [
            [0, 1, 2, 3], [10, 0, 0, 1], [100, 64, 0, 1], [100, 127, 255, 255], [127, 0, 0, 1], [169, 254, 169, 254],
            [172, 16, 0, 1], [172, 31, 9, 9], [192, 0, 0, 1], [192, 0, 2, 1], [192, 88, 99, 1], [192, 168, 1, 1],
            [198, 18, 0, 1], [198, 19, 255, 1], [198, 51, 100, 7], [203, 0, 113, 7], [224, 0, 0, 1], [239, 1, 1, 1],
            [240, 0, 0, 1], [255, 255, 255, 255],
        ]
        for bytes in closed { #expect(try #require(NetworkAddress(bytes)).isPublic == false, "\(bytes)") }
        let open: [[UInt8]] = [
            [1, 1, 1, 1], [9, 255, 0, 1], [11, 0, 0, 1], [100, 63, 0, 1], [100, 128, 0, 1], [172, 15, 0, 1],
            [172, 32, 0, 1], [192, 0, 1, 1], [198, 17, 0, 1], [223, 255, 255, 1],
        ]
        for bytes in open { #expect(try #require(NetworkAddress(bytes)).isPublic, "\(bytes)") }
        let closed6: [[UInt16]] = [
            [0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0xFFFF, 0x7F00, 1],
            [0, 0, 0, 0, 0, 0xFFFF, 0x0A00, 1], [0, 0, 0, 0, 0, 0, 0x0808, 0x0808],
            [0x64, 0xFF9B, 0, 0, 0, 0, 0xC0A8, 1], [0x64, 0xFF9B, 1, 0, 0, 0, 0x0808, 0x0808],
            [0x100, 0, 0, 0, 0, 0, 0, 1],
            [0x2001, 0, 0, 0, 0, 0, 0, 1], [0x2001, 0x0DB8, 0, 0, 0, 0, 0, 1], [0x2002, 0x7F00, 1, 0, 0, 0, 0, 1],
            [0x3FFF, 0x0FFF, 0, 0, 0, 0, 0, 1], [0xFC00, 0, 0, 0, 0, 0, 0, 1], [0xFD12, 0, 0, 0, 0, 0, 0, 1],
            [0xFE80, 0, 0, 0, 0, 0, 0, 1], [0xFEC0, 0, 0, 0, 0, 0, 0, 1], [0xFF02, 0, 0, 0, 0, 0, 0, 1],
        ]
        for groups in closed6 { #expect(try #require(Self.six(groups)).isPublic == false, "\(groups)") }
        let open6: [[UInt16]] = [
            [0x2606, 0x4700, 0, 0, 0, 0, 0, 1], [0x2A01, 1, 2, 3, 4, 5, 6, 7], [0, 0, 0, 0, 0, 0xFFFF, 0x0808, 0x0808],
            [0x64, 0xFF9B, 0, 0, 0, 0, 0x0808, 0x0808], [0x2002, 0x0808, 0x0808, 0, 0, 0, 0, 1],
        ]
        for groups in open6 { #expect(try #require(Self.six(groups)).isPublic, "\(groups)") }
        #expect(NetworkAddress([1, 2, 3]) == nil)
    }

    @Test(
        "addresses of this house, in every spelling, and other schemes are not looked at",
        arguments: [
            "http://127.0.0.1/", "http://localhost/", "http://127.1/", "http://2130706433/", "http://0x7f.0.0.1/",
            "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data", "http://0/",
            "ftp://news.example/", "file:///etc/passwd", "http://", "no address", "http://alice@news.example/", "",
        ]
    )
    func forbidden(_ url: String) async throws {
        let fetcher = PageFetcher(try OutboundClient(OutboundClient.Settings(userAgent: "Tests")))
        await #expect(throws: FetchRefusal.self) {
            _ = try await fetcher.fetch(url, accept: ["text/html"], limit: 100)
        }
    }
}
