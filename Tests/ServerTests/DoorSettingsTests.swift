// Settings of who reaches the server, and how.
import Testing

@testable import Server

@Suite("Settings of the doors")
struct DoorSettingsTests {
    @Test(
        "by default this machine alone reaches the pages and the figures, attempts are limited, and nothing is encrypted"
    )
    func standard() throws {
        let settings = try Settings.standard()
        #expect(settings.host == "127.0.0.1")
        #expect(settings.metrics == MetricsAddress(host: "127.0.0.1", port: 9464, isStandard: true))
        #expect(settings.rateLimits)
        #expect(settings.tls == nil)
    }

    @Test("a certificate has a key and an https address, and is found from every folder")
    func certificate() throws {
        let files = ["tls-certificate": "/tls/chain.pem", "tls-key": "keys/key.pem", "url": "https://chorus.example"]
        let tls = try #require(try Settings.standard(but: files).tls)
        #expect(tls.chain == "/tls/chain.pem")
        #expect(tls.key == Settings.absolute("keys/key.pem") && tls.key.hasPrefix("/"))
        for (changed, value, about) in [
            ("tls-certificate", "", "tls-key"), ("tls-key", "", "tls-certificate"),
            ("url", "http://chorus.example", "tls-certificate"),
        ] {
            let error = #expect(throws: SettingsError.self) {
                try Settings.standard(but: files.merging([changed: value]) { $1 })
            }
            #expect(error?.description.hasPrefix("\(about) ") == true)
        }
    }
}
