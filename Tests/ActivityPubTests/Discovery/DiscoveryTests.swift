// WebFinger, host-meta and NodeInfo.

import ActivityPub
import Basics
import Testing

@Suite struct DiscoveryTests {
    @Test func whatWebFingerSaysIsReadAgain() throws {
        var finger = WebFinger(subject: try #require(AccountAddress("alice@one.example")), actor: try id(alice))
        finger.page = try id("https://one.example/@alice")
        finger.aliases = [try id("https://one.example/@alice"), try id(alice)]
        finger.subscribe = "https://one.example/authorize_interaction?uri={uri}"
        #expect(WebFinger(try json(String(decoding: finger.json(), as: UTF8.self))) == finger)
    }

    @Test(
        "a descriptor without an account or a link to an actor is of no use",
        arguments: [
            #"{"subject":"acct:alice@one.example","links":[]}"#, #"{"subject":"acct:alice@one.example"}"#,
            #"{"subject":5,"links":[{"rel":"self","type":"application/activity+json","href":"https://one.example/a"}]}"#,
            #"{"subject":"acct:alice@one.example","links":[{"rel":"self","type":"text/html","href":"https://one.example/a"}]}"#,
            #"{"subject":"acct:alice@one.example","links":[{"rel":"self","type":"application/activity+json","href":"x"}]}"#,
            #"{"subject":"acct:alice@one.example","links":{"rel":["self"],"type":"application/activity+json"}}"#,
        ]
    )
    func useless(text: String) throws {
        #expect(WebFinger(try json(text)) == nil)
    }

    @Test func hostMetaLeadsToWebFinger() throws {
        let xml = HostMeta.xml(origin: "https://social.one.example")
        let address = HostMeta.webFinger(in: xml, resource: "acct:alice@one.example")
        #expect(address?.text == "https://social.one.example/.well-known/webfinger?resource=acct%3Aalice%40one.example")
        let other = Array(
            "<XRD><Link template='https://x.example/wf?r={uri}&amp;a=1' type='x' rel='lrdd' /></XRD>".utf8
        )
        #expect(HostMeta.webFinger(in: other, resource: "acct:a@b")?.text == "https://x.example/wf?r=acct%3Aa%40b&a=1")
        for text in [
            "", "<Link", "<Link rel='lrdd'/>", "<Link rel='lrdd' template='x'/>",
            "<Link rel='lrdd' template='ftp://{uri}'/>",
        ] {
            #expect(HostMeta.webFinger(in: Array(text.utf8), resource: "a") == nil)
        }
    }

    @Test("NodeInfo has what its schema requires", arguments: NodeInfo.Version.allCases)
    func nodeInfo(version: NodeInfo.Version) throws {
        let info = NodeInfo(
            software: "chorus",
            softwareVersion: "1",
            isFederating: true,
            isOpen: false,
            users: 3,
            activeMonth: 2,
            activeHalfyear: 3,
            posts: 9,
            name: "One",
            summary: ""
        )
        let json = try json(String(decoding: info.json(version), as: UTF8.self))
        #expect(json["version"]?.string == version.rawValue)
        #expect(json["protocols"] == .array([.string("activitypub")]))
        #expect(json["usage"]?["users"]?["total"] == .number("3") && json["usage"]?["localPosts"] == .number("9"))
        for key in ["software", "services", "openRegistrations", "metadata"] { #expect(json[key] != nil) }
        let links = try self.json(String(decoding: NodeInfo.links(origin: "https://one.example"), as: UTF8.self))
        #expect(links["links"]?.array?.count == 2)
    }

    private func json(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8)) }
}
