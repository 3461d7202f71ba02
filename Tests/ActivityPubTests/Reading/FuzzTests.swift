// A seeded generator of documents that no server sends: nothing of them traps, and what is read can be written.

import Basics
import Foundation
import Testing

@testable import ActivityPub

@Suite struct FuzzTests {
    /// `CHORUS_FUZZ=10000000` for a long run; each input is one of the seed's.
    private static let count = ProcessInfo.processInfo.environment["CHORUS_FUZZ"].flatMap { Int($0) } ?? 2000

    @Test func noDocumentTraps() throws {
        var maker = DocumentMaker(seed: 14)
        var (actors, notes, activities) = (0, 0, 0)
        for _ in 0..<FuzzTests.count {
            let value = maker.document()
            let bytes = maker.bytes(of: value)
            guard let document = try? Document(bytes) else { continue }
            let json = document.json
            if let actor = ActorObject(json) {
                actors += 1
                let again = try #require(ActorObject(try JSONValue.parse(actor.json())))
                #expect(again == actor)
            }
            if let note = Note(json) {
                notes += 1
                _ = note.vote
                #expect(Note(try JSONValue.parse(note.json()))?.id == note.id)
            }
            if let activity = Activity(json) {
                activities += 1
                _ = activity.isAboutItself
            }
            if let collection = CollectionObject(json) { _ = try JSONValue.parse(collection.json()) }
            _ = WebFinger(json)
            _ = InteractionStamp(json)
            _ = KeyObject(json)
            _ = IntegrityProof(in: json, now: noon)
            _ = CanonicalJSON.bytes(json)
            let (owner, place) = (try id(alice), try id("https://one.example/a/1"))
            _ = Belief.of(json, .fetched(from: place, contentType: "application/activity+json"))
            // Whatever it is, a document of another server is not believed as alice's.
            if Belief.of(json, .signed(by: owner)) == .believed, let id = json["id"]?.string.flatMap({ ObjectID($0) }) {
                #expect(id.origin == owner.origin)
            }
            if Belief.of(embedded: json, in: place, owner: owner) == .believed, case .actor(let whose)? = Owner.of(json)
            {
                #expect(whose == owner)
            }
        }
        // The generator does make documents of each sort.
        #expect(actors > 0 && notes > 0 && activities > 0)
    }

    @Test func noHeaderTraps() throws {
        var maker = DocumentMaker(seed: 15)
        let key = try #require(Keys.alice.get().publicKey)
        for _ in 0..<(FuzzTests.count / 4) {
            var head = RequestHead(method: maker.text(), authority: maker.text(), isSecure: true, target: maker.text())
            for name in ["signature", "signature-input", "date", "digest", "content-digest", "host"]
            where maker.number(3) > 0 {
                head.headers.append((name, maker.header()))
            }
            let pending = try? HTTPSignature.read(
                head,
                body: maker.number(2) == 0 ? nil : Array(maker.text().utf8),
                now: noon
            )
            #expect(pending?.isValid(for: key) ?? false == false)
            _ = Timestamp(httpDate: maker.header())
            _ = AccountAddress(maker.text())
            _ = HostName.canonical(maker.text())
            _ = ObjectID(maker.text())
            _ = PublicKey(pem: maker.text())
            _ = PublicKey(multibase: maker.text())
            _ = HostMeta.webFinger(in: Array(maker.text().utf8), resource: "x")
            _ = Vocabulary.wantsDocument(accept: maker.header())
            _ = FollowerSync(header: maker.header(), actor: try id(alice), followers: nil)
        }
    }
}

/// Makes documents out of the words of the vocabulary, wrong values and cut bytes.
private struct DocumentMaker {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    mutating func one<T>(_ values: [T]) -> T { values[number(values.count)] }

    private static let keys = [
        "id", "type", "actor", "object", "attributedTo", "to", "cc", "content", "contentMap", "summary", "name", "url",
        "href",
        "inbox", "outbox", "followers", "endpoints", "sharedInbox", "publicKey", "publicKeyPem", "publicKeyMultibase",
        "owner",
        "controller", "assertionMethod", "preferredUsername", "webfinger", "tag", "attachment", "icon", "image",
        "mediaType",
        "inReplyTo", "published", "updated", "oneOf", "anyOf", "endTime", "closed", "votersCount", "replies",
        "totalItems",
        "first", "next", "items", "orderedItems", "partOf", "quote", "quoteAuthorization", "interactionPolicy",
        "canQuote",
        "automaticApproval", "proof", "proofValue", "cryptosuite", "verificationMethod", "proofPurpose", "created",
        "expires",
        "@context", "focalPoint", "blurhash", "duration", "subject", "links", "rel", "interactingObject",
        "interactionTarget",
        "chorusCall", "page", "target", "instrument", "result", "generator", "implements", "@graph",
    ]
    private static let texts = [
        "", alice, bob, "https://one.example/notes/1", "Note", "Person", "Create", "Question", "Collection", "Announce",
        "Group",
        "OrderedCollectionPage", "as:Public", "alice", "alice@one.example", "2026-09-21T12:00:00Z", "PT1M", "#tea",
        ":cup:",
        "DataIntegrityProof", "eddsa-jcs-2022", "assertionMethod", "Emoji", "Hashtag", "Mention", "Link", "Image",
        "PropertyValue", "Multikey", "text/html", "self", "application/activity+json", "z6Mk", "é\u{0}\u{301}",
        "\u{FFFD}",
        "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "https://[::1", "http://a.example:99999", "acct:a@b",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----",
    ]
    private static let numbers = ["0", "-1", "1.5", "1e308", "1e999", "-0", "99999999999999999999", "1e-400", "12"]

    mutating func text() -> String {
        switch number(8) {
        case 0:
            return String(
                String.UnicodeScalarView((0..<number(20)).compactMap { _ in Unicode.Scalar(UInt32(number(0x3000))) })
            )
        case 1: return one(DocumentMaker.texts) + one(DocumentMaker.texts)
        default: return one(DocumentMaker.texts)
        }
    }

    /// Pieces of headers in any order.
    mutating func header() -> String {
        let pieces = [
            "keyId=", "\"", alice, "headers=", "(request-target) host date digest", "signature=", "AAAA", ",", ";",
            "sig1=", "(",
            ")", ":", "created=", "1790000000", "@method", "@target-uri", "content-digest", "keyid=", "alg=",
            "rsa-sha256",
            "SHA-256=", "sha-256=", "?1", "*", "\\", " ", "Sun, 06 Nov 1994 08:49:37 GMT", "-", "algorithm=",
            "(created)",
        ]
        return (0..<number(24)).map { _ in one(pieces) }.joined()
    }

    mutating func document() -> JSONValue {
        // Half of them begin as something real.
        let seeds = [
            actorText(), noteText(),
            "{\"id\":\"https://one.example/a/1\",\"type\":\"Create\",\"actor\":\"\(alice)\",\"object\":\(noteText())}",
        ]
        guard number(2) == 0, case .object(var members)? = try? JSONValue.parse(Array(one(seeds).utf8)) else {
            return object(5)
        }
        for _ in 0..<number(6) {
            let member = JSONValue.Member(key: one(DocumentMaker.keys), value: value(4))
            members.removeAll { $0.key == member.key }
            members.append(member)
        }
        return .object(members)
    }

    private mutating func object(_ depth: Int) -> JSONValue {
        var members: [JSONValue.Member] = []
        for _ in 0..<number(9) {
            let key = one(DocumentMaker.keys)
            guard !members.contains(where: { $0.key == key }) else { continue }
            members.append(.init(key: key, value: value(depth - 1)))
        }
        return .object(members)
    }

    private mutating func value(_ depth: Int) -> JSONValue {
        switch number(depth > 0 ? 10 : 6) {
        case 0: .null
        case 1: .bool(number(2) == 0)
        case 2: .number(one(DocumentMaker.numbers))
        case 3...5: .string(text())
        case 6, 7: .array((0..<number(4)).map { _ in value(depth - 1) })
        default: object(depth)
        }
    }

    /// The bytes of a value; of some a part is cut out or changed.
    mutating func bytes(of value: JSONValue) -> [UInt8] {
        var json = JSONWriter()
        json.write(value)
        var bytes = json.bytes
        guard number(8) == 0, bytes.count > 4 else { return bytes }
        let place = number(bytes.count)
        if number(2) == 0 {
            bytes[place] = UInt8(number(256))
        } else {
            bytes.removeSubrange(place..<min(bytes.count, place + 1 + number(9)))
        }
        return bytes
    }
}
