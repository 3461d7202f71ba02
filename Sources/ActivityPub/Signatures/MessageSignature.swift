// RFC 9421, HTTP Message Signatures, as far as the network uses it: of requests, with RSA or Ed25519.

internal import Basics

enum MessageSignature {
    static func read(_ head: RequestHead, body: [UInt8]?, now: Timestamp) throws(SignatureError) -> PendingSignature {
        guard let input = head.combined("signature-input").flatMap(StructuredField.dictionary),
            let signatures = head.combined("signature").flatMap(StructuredField.dictionary)
        else { throw .malformed }
        // Mastodon wants one only; of several, which a proxy may have added to, the first that says whose it is counts.
        let first = input.first { member in
            guard case .list(_, let parameters) = member.value else { return false }
            return parameters.contains { $0.key == "keyid" }
        }
        guard let first, case .list(let components, let parameters) = first.value else { throw .malformed }
        guard case .item(.bytes(let signature), _)? = signatures.first(where: { $0.key == first.key })?.value,
            case .string(let keyID)? = value("keyid", parameters), !keyID.isEmpty, keyID.utf8.count <= ObjectID.longest
        else { throw .malformed }
        let algorithm = try algorithm(parameters)
        try checkTime(parameters, now)

        let names = try names(components)
        try checkCover(names, head, hasBody: body != nil)
        if let body {
            guard let digest = head.combined("content-digest") else { throw .absent("content-digest") }
            guard BodyDigest.isRight(new: digest, of: body) else { throw .wrongDigest }
        }
        let message = try message(names, StructuredField.text(components, parameters), head)
        return PendingSignature(
            kind: .rfc9421,
            keyID: keyID,
            signature: signature,
            messages: [message],
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
        var added = [(name: "host", value: head.authority)]
        if let body { added.append((name: "content-digest", value: BodyDigest.new(body))) }
        let names = ["@method", "@target-uri"] + (body == nil ? [] : ["content-digest"])
        var head = head
        head.headers.removeAll { header in added.contains { $0.name == header.name } }
        head.headers += added
        let parameters = StructuredField.text([
            .init(key: "created", value: .integer(now.seconds)),
            .init(key: "keyid", value: .string(keyID)),
            .init(key: "alg", value: .string(key.algorithm == .rsa ? "rsa-v1_5-sha256" : "ed25519")),
        ])
        let input = StructuredField.text(names.map { .init(value: .string($0), parameters: []) }, []) + parameters
        // All of these names have a value: none can be absent.
        let message = (try? message(names, input, head)) ?? []
        let signature = try key.signature(over: message)
        added.append((name: "signature-input", value: "sig1=\(input)"))
        added.append((name: "signature", value: "sig1=:\(Base64.encode(signature)):"))
        return added
    }

    private static func value(_ key: String, _ parameters: [StructuredField.Parameter]) -> StructuredField.Bare? {
        parameters.first { $0.key == key }?.value
    }

    private static func algorithm(_ parameters: [StructuredField.Parameter]) throws(SignatureError) -> String? {
        guard let value = value("alg", parameters) else { return nil }
        guard case .string(let name) = value, ["rsa-v1_5-sha256", "rsa-pss-sha512", "ed25519"].contains(name) else {
            throw .unknownAlgorithm
        }
        return name
    }

    private static func checkTime(
        _ parameters: [StructuredField.Parameter],
        _ now: Timestamp
    ) throws(SignatureError) {
        func moment(_ key: String) throws(SignatureError) -> Timestamp? {
            guard let value = value(key, parameters) else { return nil }
            guard case .integer(let seconds) = value, (0...99_999_999_999).contains(seconds) else { throw .malformed }
            return Timestamp(seconds: seconds)
        }
        guard let created = try moment("created") else { throw .uncovered("created") }
        try HTTPSignature.check(created: created, expires: try moment("expires"), now: now)
    }

    /// The names of what is covered, each once and without parameters: none of them has a meaning here.
    private static func names(_ components: [StructuredField.Item]) throws(SignatureError) -> [String] {
        var names: [String] = []
        for component in components {
            guard case .string(let name) = component.value, component.parameters.isEmpty, !names.contains(name) else {
                throw .malformed
            }
            names.append(name)
        }
        return names
    }

    /// The method, and all of the address in one of the ways to say it; the digest of a body.
    private static func checkCover(_ names: [String], _ head: RequestHead, hasBody: Bool) throws(SignatureError) {
        guard names.contains("@method") else { throw .uncovered("@method") }
        let hasTarget =
            names.contains("@request-target")
            || names.contains("@path") && (names.contains("@query") || head.query == "?")
        let hasAddress = names.contains("@target-uri") || names.contains("@authority") && hasTarget
        guard hasAddress else { throw .uncovered("@target-uri") }
        if hasBody, !names.contains("content-digest") { throw .uncovered("content-digest") }
    }

    /// The signature base (§2.5).
    static func message(
        _ names: [String],
        _ parameters: String,
        _ head: RequestHead
    ) throws(SignatureError) -> [UInt8] {
        var lines: [String] = []
        for name in names { lines.append("\"\(name)\": \(try value(of: name, in: head))") }
        lines.append("\"@signature-params\": \(parameters)")
        return Array(lines.joined(separator: "\n").utf8)
    }

    private static func value(of name: String, in head: RequestHead) throws(SignatureError) -> String {
        switch name {
        case "@method": return head.method
        case "@target-uri": return "\(head.isSecure ? "https" : "http")://\(head.authority)\(head.target)"
        case "@authority": return head.authority.lowercased()
        case "@scheme": return head.isSecure ? "https" : "http"
        case "@request-target": return head.target
        case "@path": return head.path
        case "@query": return head.query
        default:
            guard !name.hasPrefix("@"), name == name.lowercased() else { throw .malformed }
            if name == "host" { return head.authority }
            guard let value = head.combined(name) else { throw .absent(name) }
            return value
        }
    }
}
