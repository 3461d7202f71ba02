// Passkeys as people meet them: on the pages of settings, at the sign-in, and before an app gets its code.

import Basics
import Domain
import TestSupport
import Testing

@testable import Services

@Suite("Pages of passkeys")
struct PasskeyPageTests {
    /// Adds one by the pages. Returns the device.
    private func add(to account: Int64, _ browser: inout Browser, named name: String) async throws
        -> SoftwareAuthenticator
    {
        var device = try SoftwareAuthenticator()
        device.userHandle = PasskeyOwner.handle(of: account)
        let proof = try await browser.get("/settings/passkeys/new").hidden("csrf") ?? ""
        let fields = ["csrf": proof, "current_password": OAuthFixture.password]
        let begun = try await browser.post("/settings/passkeys/new", fields)
        let challenge = try #require(begun.location.firstMatch(of: /^\/settings\/passkeys\/create\?challenge=(.+)$/)?.1)
        let page = try await browser.get(begun.location)
        #expect(page.body.contains("data-challenge=\"\(challenge)\"") && page.body.contains("/assets/passkey.js"))
        #expect(page.body.contains("data-handle=\"\(Base64URL.encode(device.userHandle))\""))
        let (client, attestation) = device.create(String(challenge))
        let made = try await browser.post(
            "/settings/passkeys/create",
            [
                "csrf": proof, "client_data": Base64URL.encode(client), "attestation": Base64URL.encode(attestation),
                "transports": "internal", "name": name,
            ]
        )
        #expect(made.status == 303 && made.location == "/settings/passkeys")
        return device
    }

    /// What the form of the sign-in page sends when the device has answered.
    private func fields(_ device: SoftwareAuthenticator, _ browser: inout Browser, at page: String) async throws
        -> [String: String]
    {
        let asked = try await browser.get(page)
        let proof = asked.hidden("csrf") ?? ""
        let challenge = try await browser.post("/auth/passkey/challenge", ["csrf": proof])
        #expect(challenge.status == 200)
        let (client, data, signature) = try device.get(challenge.body)
        return [
            "csrf": proof, "return_to": asked.hidden("return_to") ?? "", "credential": Base64URL.encode(device.id),
            "client_data": Base64URL.encode(client), "authenticator_data": Base64URL.encode(data),
            "signature": Base64URL.encode(signature), "user_handle": Base64URL.encode(device.userHandle),
        ]
    }

    @Test("one is added, named, used for an app that waits, and removed", arguments: TestEngine.available)
    func life(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            let alice = try await stand.account("alice")
            var (own, other, stranger) = (Browser(stand), Browser(stand), Browser(stand))
            _ = try await own.signIn("alice")
            for path in ["", "/new", "/create?challenge=x"] {
                #expect(try await stranger.get("/settings/passkeys" + path).location.hasPrefix("/auth/sign_in"))
            }
            #expect(try await own.get("/settings").body.contains("href=\"/settings/passkeys\""))
            let device = try await add(to: alice, &own, named: "Phone <3")
            let list = try await own.get("/settings/passkeys")
            #expect(list.body.contains("Phone &lt;3") && list.body.contains("not used yet"))

            let client = try await stand.app()
            let asked = try await other.get(client.authorize())
            let sent = try await fields(device, &other, at: asked.location)
            let done = try await other.post("/auth/passkey", sent)
            #expect(done.status == 302 && done.location.hasPrefix("/oauth/authorize?"))
            #expect(other.cookies["__Host-chorus_browser"] != nil)
            #expect(try await other.get(done.location).body.contains("Test app"))
            // The same answer opens nothing again, and nothing elsewhere.
            other.cookies["__Host-chorus_session"] = nil
            let again = try await other.post("/auth/passkey", sent)
            #expect(again.status == 422 && again.body.contains("This passkey was not accepted."))
            var elsewhere = sent
            elsewhere["csrf"] = try await stranger.get("/auth/sign_in").hidden("csrf")
            #expect(try await stranger.post("/auth/passkey", elsewhere).status == 422)
            #expect(stranger.cookies["__Host-chorus_session"] == nil)

            let proof = list.hidden("csrf") ?? ""
            var change = ["csrf": proof, "passkey": list.hidden("passkey") ?? "", "do": "rename", "name": "Red"]
            #expect(try await own.post("/settings/passkeys", change).status == 303)
            #expect(try await own.get("/settings/passkeys").body.contains("Red"))
            change["name"] = " "
            #expect(try await own.post("/settings/passkeys", change).body.contains("A passkey needs a name."))
            change["do"] = "remove"
            #expect(try await own.post("/settings/passkeys", change.merging(["csrf": "x"]) { $1 }).status == 422)
            #expect(try await own.post("/settings/passkeys", change).status == 303)
            let gone = try await other.post("/auth/passkey", try await fields(device, &other, at: "/auth/sign_in"))
            #expect(gone.status == 422 && gone.body.contains("not known here, or was removed"))
        }
    }

    @Test("forms that no script has filled in answer in words")
    func withoutScript() async throws {
        try await withStand { stand in
            _ = try await stand.account("alice")
            var browser = Browser(stand)
            let page = try await browser.get("/auth/sign_in?return_to=/lists")
            #expect(page.body.contains("data-passkey=\"get\" hidden"))
            let proof = page.hidden("csrf") ?? ""
            let empty = try await browser.post("/auth/passkey", ["csrf": proof, "return_to": "/lists"])
            #expect(empty.status == 422 && empty.body.contains("A passkey needs JavaScript here."))
            #expect(empty.hidden("return_to") == "/lists")
            let junk = ["csrf": proof, "credential": "!", "client_data": "e30", "signature": "AA"]
            #expect(try await browser.post("/auth/passkey", junk).body.contains("This passkey was not accepted."))
            #expect(try await browser.post("/auth/passkey", ["csrf": "x"]).status == 422)
            #expect(try await browser.post("/auth/passkey/challenge", ["csrf": "x"]).status == 422)

            _ = try await browser.signIn("alice")
            let own = try await browser.get("/settings/passkeys/new").hidden("csrf") ?? ""
            #expect(try await browser.get("/settings/passkeys/create").location == "/settings/passkeys/new")
            let wrong = try await browser.post("/settings/passkeys/new", ["csrf": own, "current_password": "no"])
            #expect(wrong.status == 422 && wrong.body.contains("is not your present password"))
            let nothing = try await browser.post("/settings/passkeys/create", ["csrf": own, "name": "Phone"])
            #expect(nothing.status == 422 && nothing.body.contains("This page needs JavaScript"))
            let bad = ["csrf": own, "attestation": "AA", "client_data": "e30", "name": ""]
            #expect(try await browser.post("/settings/passkeys/create", bad).body.contains("cannot be used here"))
        }
    }

    @Test("who is suspended reads why, as after the password")
    func suspended() async throws {
        try await withStand { stand in
            let alice = try await stand.account("alice")
            var (own, other) = (Browser(stand), Browser(stand))
            _ = try await own.signIn("alice")
            let device = try await add(to: alice, &own, named: "Phone")
            try await stand.services.moderate(alice, .suspend, by: .commandLine)
            let sent = try await fields(device, &other, at: "/auth/sign_in?return_to=/lists")
            let done = try await other.post("/auth/passkey", sent)
            #expect(done.status == 302 && done.location == "/settings/standing")
        }
    }

    @Test("an answer that comes too late adds nothing")
    func late() async throws {
        try await withStand { stand in
            _ = try await stand.account("alice")
            var browser = Browser(stand)
            _ = try await browser.signIn("alice")
            let proof = try await browser.get("/settings/passkeys/new").hidden("csrf") ?? ""
            let fields = ["csrf": proof, "current_password": OAuthFixture.password]
            let begun = try await browser.post("/settings/passkeys/new", fields).location
            stand.now.advance(.seconds(900))
            let (client, attestation) = try SoftwareAuthenticator().create(String(begun.split(separator: "=")[1]))
            let late = try await browser.post(
                "/settings/passkeys/create",
                [
                    "csrf": proof, "client_data": Base64URL.encode(client),
                    "attestation": Base64URL.encode(attestation), "name": "Phone",
                ]
            )
            #expect(late.status == 422 && late.body.contains("That took too long."))
        }
    }
}
