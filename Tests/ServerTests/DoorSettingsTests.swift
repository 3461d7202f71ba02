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
        #expect(settings.bind == .tcp(host: "127.0.0.1", port: 8080))
        #expect(settings.metrics == MetricsAddress(host: "127.0.0.1", port: 9464, isStandard: true))
        #expect(settings.rateLimits)
        #expect(settings.tls == nil)
    }

    @Test("who may sign up is said in a word, or as it was while there was no approval")
    func registrations() throws {
        for (written, mode) in [
            ("open", "open"), ("Approval", "approval"), ("closed", "closed"), ("on", "open"), ("TRUE", "open"),
            ("yes", "open"), ("1", "open"), ("off", "closed"), ("false", "closed"), ("no", "closed"), ("0", "closed"),
        ] {
            let settings = try Settings.standard(but: ["registrations": written])
            #expect("\(settings.registrations)" == mode, "\(written)")
        }
        let error = #expect(throws: SettingsError.self) { try Settings.standard(but: ["registrations": "perhaps"]) }
        #expect(error?.description == "registrations is \"perhaps\": it must be open, approval or closed.")
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

    @Test("http is led to https only where there is https")
    func redirect() throws {
        let files = ["tls-certificate": "/tls/chain.pem", "tls-key": "/tls/key.pem", "url": "https://chorus.example"]
        #expect(try Settings.standard(but: files).redirect == nil)
        let leading = files.merging(["redirect-bind": "0.0.0.0:80", "acme-folder": "acme"]) { $1 }
        let settings = try Settings.standard(but: leading)
        #expect(settings.redirect == .tcp(host: "0.0.0.0", port: 80))
        #expect(settings.acmeFolder == Settings.absolute("acme"))
        for wrong in [["redirect-bind": "0.0.0.0:80"], files.merging(["redirect-bind": "80"]) { $1 }] {
            let error = #expect(throws: SettingsError.self) { try Settings.standard(but: wrong) }
            #expect(error?.description.hasPrefix("redirect-bind ") == true)
        }
    }

    @Test("a socket is a file that is found from every folder, for its owner and group")
    func socket() throws {
        let far = try Settings.standard(but: ["bind": "unix:/run/a.sock"]).bind
        #expect(far == .unix(path: "/run/a.sock", mode: 0o660))
        let near = try Settings.standard(but: ["bind": "unix:a.sock", "socket-mode": "0666"]).bind
        #expect(near == .unix(path: Settings.absolute("a.sock"), mode: 0o666) && "\(near)".hasPrefix("unix:/"))
        let six = try Settings.standard(but: ["bind": "[::1]:8080"]).bind
        #expect(six == .tcp(host: "::1", port: 8080) && "\(six)" == "[::1]:8080")
        let long = "unix:/" + String(repeating: "a", count: ListenAddress.longestPath)
        for bind in ["unix:", "unix:@name", "unix:/run/", long] {
            let error = #expect(throws: SettingsError.self) { try Settings.standard(but: ["bind": bind]) }
            #expect(error?.description.hasPrefix("bind is ") == true)
        }
        for mode in ["", "x", "888", "060", "7777"] {
            let error = #expect(throws: SettingsError.self) { try Settings.standard(but: ["socket-mode": mode]) }
            #expect(error?.description.hasPrefix("socket-mode is ") == true)
        }
    }
}
