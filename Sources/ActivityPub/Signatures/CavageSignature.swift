// draft-cavage-http-signatures-12, as Mastodon and all others practise it.

internal import Basics

enum CavageSignature {
    static func read(_ head: RequestHead, body: [UInt8]?, now: Timestamp) throws(SignatureError) -> PendingSignature {
        guard let header = head.only("signature"), let parameters = parameters(header) else { throw .malformed }
        guard let keyID = parameters["keyid"], !keyID.isEmpty, keyID.utf8.count <= ObjectID.longest,
            let signature = parameters["signature"].flatMap({ Base64.decode($0) }), !signature.isEmpty
        else { throw .malformed }
        let algorithm = parameters["algorithm"]?.lowercased()
        guard algorithm.map(algorithms.contains) ?? true else { throw .unknownAlgorithm }
        let names = (parameters["headers"] ?? "date").lowercased().split(separator: " ").map(String.init)
        guard names.count <= 64, Set(names).count == names.count else { throw .malformed }

        for name in ["(request-target)", "host"] + (body == nil ? [] : ["digest"]) where !names.contains(name) {
            throw .uncovered(name)
        }
        try checkTime(head, names, parameters, algorithm, now)
        if let body {
            guard let digest = head.only("digest") else { throw .absent("digest") }
            guard BodyDigest.isRight(old: digest, of: body) else { throw .wrongDigest }
        }
        var messages = [try message(names, head, parameters, target: head.target)]
        // Older peers sign the path without its query.
        if head.path != head.target { messages.append(try message(names, head, parameters, target: head.path)) }
        return PendingSignature(
            kind: .cavage,
            keyID: keyID,
            signature: signature,
            messages: messages,
            algorithm: algorithm
        )
    }

    static func headers(
        for head: RequestHead,
        body: [UInt8]?,
        key: SigningKey,
        keyID: String,
        now: Timestamp
    ) throws(KeyError) -> [(name: String, value: String)] {
        var added = [(name: "host", value: head.authority), (name: "date", value: now.httpDate)]
        if let body { added.append((name: "digest", value: BodyDigest.old(body))) }
        var names = ["(request-target)"] + added.map(\.name)
        if body != nil, head.only("content-type") != nil { names.append("content-type") }
        var head = head
        head.headers.removeAll { header in added.contains { $0.name == header.name } }
        head.headers += added
        let lines = names.map { name in
            name == "(request-target)"
                ? "(request-target): \(head.method.lowercased()) \(head.target)"
                : "\(name): \(head.combined(name) ?? "")"
        }
        let signature = try key.signature(over: Array(lines.joined(separator: "\n").utf8))
        let algorithm = key.algorithm == .rsa ? "rsa-sha256" : "hs2019"
        added.append(
            (
                name: "signature",
                value: "keyId=\"\(keyID)\",algorithm=\"\(algorithm)\",headers=\"\(names.joined(separator: " "))\","
                    + "signature=\"\(Base64.encode(signature))\""
            )
        )
        return added
    }

    private static let algorithms: Set<String> = ["rsa-sha256", "rsa-sha512", "hs2019", "ed25519"]

    /// The Date that is signed, or `(created)` and `(expires)`, which only `hs2019` may have (§2.3).
    private static func checkTime(
        _ head: RequestHead,
        _ names: [String],
        _ parameters: [String: String],
        _ algorithm: String?,
        _ now: Timestamp
    ) throws(SignatureError) {
        func moment(_ name: String) throws(SignatureError) -> Timestamp? {
            guard names.contains("(\(name))") else { return nil }
            guard algorithm == "hs2019", let digits = parameters[name] else { throw .absent(name) }
            guard let seconds = Int64(digits), (0...99_999_999_999).contains(seconds) else { throw .malformed }
            return Timestamp(seconds: seconds)
        }
        let (created, expires) = (try moment("created"), try moment("expires"))
        var date: Timestamp?
        if names.contains("date") {
            guard let text = head.only("date") else { throw .absent("date") }
            guard let read = Timestamp(httpDate: text.trimmed()) else { throw .malformed }
            date = read
        }
        guard let start = created ?? date else { throw .uncovered("date") }
        try HTTPSignature.check(created: start, expires: expires, now: now)
        if created != nil, let date { try HTTPSignature.check(created: date, expires: expires, now: now) }
    }

    private static func message(
        _ names: [String],
        _ head: RequestHead,
        _ parameters: [String: String],
        target: String
    ) throws(SignatureError) -> [UInt8] {
        var lines: [String] = []
        for name in names {
            switch name {
            case "(request-target)": lines.append("(request-target): \(head.method.lowercased()) \(target)")
            case "(created)", "(expires)":
                guard let value = parameters[String(name.dropFirst().dropLast())] else { throw .absent(name) }
                lines.append("\(name): \(value)")
            // By the public name: a proxy may have passed another one on.
            case "host": lines.append("host: \(head.authority)")
            default:
                guard !name.hasPrefix("("), let value = head.combined(name) else { throw .absent(name) }
                lines.append("\(name): \(value)")
            }
        }
        return Array(lines.joined(separator: "\n").utf8)
    }

    /// `a="b",c=1`: names in lower case. Nil for a parameter twice, since peers disagree which of them counts.
    static func parameters(_ header: String) -> [String: String]? {
        guard header.utf8.count <= 8192 else { return nil }
        var parameters: [String: String] = [:]
        var rest = Array(header.utf8)[...]
        while true {
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }
            guard !rest.isEmpty else { return parameters }
            let name = rest.prefix { ASCII.isWord($0) }
            rest = rest[name.endIndex...]
            guard !name.isEmpty, parameters.count < 16, rest.popFirst() == UInt8(ascii: "=") else { return nil }
            let value: ArraySlice<UInt8>
            if rest.first == UInt8(ascii: "\"") {
                rest.removeFirst()
                guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
                value = rest[..<end]
                rest = rest[(end + 1)...]
                guard rest.isEmpty || rest.first == UInt8(ascii: ",") || rest.first == 0x20 else { return nil }
            } else {
                value = rest.prefix { $0 != UInt8(ascii: ",") && $0 != 0x20 }
                rest = rest[value.endIndex...]
            }
            let key = String(decoding: name.map(ASCII.lowercased), as: UTF8.self)
            guard parameters.updateValue(String(decoding: value, as: UTF8.self), forKey: key) == nil else { return nil }
        }
    }
}
