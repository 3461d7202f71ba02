// FEP-8b32: a proof inside a document, of the kind `eddsa-jcs-2022`. It holds wherever the document came from, so that what
// is forwarded or relayed need not be fetched again.

public import Basics
internal import Crypto

/// A proof as found in a document; whether it holds its key says.
public struct IntegrityProof: Sendable {
    /// The key that made it, and which its owner must list.
    public var verificationMethod: ObjectID
    public var created: Timestamp?
    private let signature: [UInt8]
    /// What was signed: both hashes.
    private let message: [UInt8]

    private static let suite = "eddsa-jcs-2022"

    /// The first proof of the document that we can check; nil if there is none, or it is over.
    ///
    /// The document's `@context` must begin with that of the proof (Data Integrity EdDSA Cryptosuites, §3.3.2).
    public init?(in document: JSONValue, now: Timestamp) {
        guard case .object(let members) = document else { return nil }
        for proof in document.list("proof", most: 5) {
            guard proof.isA("DataIntegrityProof"), proof["cryptosuite"]?.string == IntegrityProof.suite,
                proof["proofPurpose"]?.string == "assertionMethod", let method = proof.id("verificationMethod"),
                let text = proof["proofValue"]?.string, text.utf8.count <= 128, let signature = Multibase.decode(text),
                signature.count == 64, IntegrityProof.isInTime(proof, now), IntegrityProof.fits(proof, document),
                let message = IntegrityProof.message(
                    proof: proof.members.filter { $0.key != "proofValue" },
                    document: members.filter { $0.key != "proof" }
                )
            else { continue }
            verificationMethod = method
            created = proof.time("created")
            self.signature = signature
            self.message = message
            return
        }
        return nil
    }

    /// Has that key made it, over the document as it stands?
    public func isValid(for key: PublicKey) -> Bool { key.isValid(signature, over: message, by: .ed25519) }

    /// The document with a proof by that key, which must be Ed25519; unchanged bytes before it.
    ///
    /// - Parameter document: one JSON object, as this module writes it.
    public static func added(
        to document: [UInt8],
        key: SigningKey,
        keyID: String,
        now: Timestamp
    ) throws(KeyError) -> [UInt8] {
        guard key.algorithm == .ed25519, let json = try? JSONValue.parse(document), case .object(let members) = json,
            document.last == UInt8(ascii: "}"), !members.isEmpty
        else { throw .notSigned }
        var proof: [JSONValue.Member] = [
            .init(key: "type", value: .string("DataIntegrityProof")),
            .init(key: "cryptosuite", value: .string(suite)),
            .init(key: "verificationMethod", value: .string(keyID)),
            .init(key: "proofPurpose", value: .string("assertionMethod")),
            .init(key: "created", value: .string(Timestamp(seconds: now.seconds).iso8601)),
        ]
        guard let message = message(proof: proof, document: members) else { throw .notSigned }
        let value = Multibase.encode(try key.signature(over: message))
        proof.append(.init(key: "proofValue", value: .string(value)))
        guard let text = CanonicalJSON.bytes(.object(proof)) else { throw .notSigned }
        return document.dropLast() + Array(",\"proof\":".utf8) + text + [UInt8(ascii: "}")]
    }

    private static func message(proof: [JSONValue.Member], document: [JSONValue.Member]) -> [UInt8]? {
        guard let options = CanonicalJSON.bytes(.object(proof)), let text = CanonicalJSON.bytes(.object(document))
        else {
            return nil
        }
        return Array(SHA256.hash(data: options)) + Array(SHA256.hash(data: text))
    }

    private static func isInTime(_ proof: JSONValue, _ now: Timestamp) -> Bool {
        if let created = proof["created"] {
            guard created.string.flatMap({ Timestamp(iso8601: $0) }).map({ $0 <= now + HTTPSignature.skew }) == true
            else {
                return false
            }
        }
        guard let expires = proof["expires"] else { return true }
        return expires.string.flatMap { Timestamp(iso8601: $0) }.map { $0 + HTTPSignature.skew >= now } == true
    }

    private static func fits(_ proof: JSONValue, _ document: JSONValue) -> Bool {
        guard let wanted = proof["@context"] else { return true }
        guard let there = document["@context"] else { return false }
        return (there.array ?? [there]).starts(with: wanted.array ?? [wanted])
    }
}
