// Collections and pages, and the digest of followers.

import ActivityPub
import Basics
import Testing

@Suite struct CollectionTests {
    @Test func aCollectionWithItsFirstPageInside() throws {
        let text =
            #"{"id":"https://one.example/r","type":"Collection","totalItems":3,"first":{"type":"CollectionPage","partOf":"https://one.example/r","next":"https://one.example/r?page=2","items":["https://one.example/n/1",{"id":"https://one.example/n/2","type":"Note"},5,null,[]]}}"#
        let collection = try #require(CollectionObject(json(text)))
        let page = try #require(collection.first?.json.flatMap { CollectionObject($0) })
        #expect(collection.total == 3 && page.kind == .page)
        #expect(page.items.compactMap(\.id?.text) == ["https://one.example/n/1", "https://one.example/n/2"])
        #expect(page.next?.text == "https://one.example/r?page=2")
        #expect(CollectionObject(try Document(collection.json()).json) == collection)
    }

    @Test("pages of another origin are not pages of this collection (class D)")
    func foreignPages() throws {
        let text =
            #"{"id":"https://one.example/r","type":"OrderedCollection","first":"https://two.example/r","last":"http://one.example/r","orderedItems":[]}"#
        let collection = try #require(CollectionObject(json(text)))
        #expect(collection.first == nil && collection.last == nil)
        let page =
            #"{"id":"https://one.example/r?1","type":"CollectionPage","next":"https://two.example/r","partOf":"https://two.example/r"}"#
        #expect(try #require(CollectionObject(json(page))).next == nil)
    }

    @Test("endless collections are read to a limit (class G)")
    func limits() throws {
        let items = (0..<3000).map { "\"https://a.example/\($0)\"" }.joined(separator: ",")
        #expect(
            try #require(CollectionObject(json("{\"type\":\"Collection\",\"items\":[\(items)]}"))).items.count
                == DocumentLimits.list
        )
    }

    @Test(
        "wrong types are as if they were not there (class N)",
        arguments: ["5", "null", "[]", "{}", "\"x\"", "[[1]]", "{\"id\":5}", "true"]
    )
    func wrongTypes(value: String) throws {
        for key in [
            "id", "totalItems", "first", "last", "next", "prev", "partOf", "items", "orderedItems", "attributedTo",
        ] {
            let text =
                key == "id"
                ? "{\"type\":\"Collection\",\"id\":\(value)}" : "{\"type\":\"Collection\",\"\(key)\":\(value)}"
            #expect(CollectionObject(try json(text)) != nil)
        }
        #expect(CollectionObject(try json("{\"type\":\(value)}")) == nil)
    }

    /// FEP-8fcf: the XOR of the SHA-256 of each id, whatever the order.
    @Test func theDigestOfFollowersIsThatOfASet() throws {
        let three = try (1...3).map { try id("https://two.example/users/\($0)") }
        #expect(FollowerDigest(three) == FollowerDigest(three.reversed()))
        #expect(FollowerDigest(three) != FollowerDigest(three.dropLast()))
        #expect(FollowerDigest().hex == String(repeating: "0", count: 64))
        // The FEP's example.
        let testboat = try id("https://testing.example.org/users/1")
        #expect(FollowerDigest([testboat]).hex.count == 64)
        var digest = FollowerDigest(three)
        for follower in three { digest.toggle(follower) }
        #expect(digest == FollowerDigest())
    }

    @Test func theHeaderOfFollowersIsTheActorsOwn() throws {
        let (actor, followers) = (try id(alice), try id(alice + "/followers"))
        let sync = FollowerSync(
            collection: followers,
            url: try id("https://one.example/sync"),
            digest: FollowerDigest([actor])
        )
        #expect(FollowerSync(header: sync.header, actor: actor, followers: followers) == sync)
        #expect(FollowerSync(header: sync.header, actor: actor, followers: try id(bob)) == nil)
        #expect(FollowerSync(header: sync.header, actor: try id(bob), followers: followers) == nil)
        #expect(
            FollowerSync(
                header: sync.header.replacing("https://one.example/sync", with: "https://two.example/"),
                actor: actor,
                followers: followers
            ) == nil
        )
        for header in ["", "x", "digest=\"\"", sync.header.replacing("digest=\"", with: "digest=\"zz")] {
            #expect(FollowerSync(header: header, actor: actor, followers: followers) == nil)
        }
    }
}
