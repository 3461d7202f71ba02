// The accounts behind a text's mentions, and which of them need their domain shown.

/// Resolved mentions by token position.
struct MentionTargets {
    private var resolved: [Int: MentionTarget] = [:]
    private var ambiguous: Set<String> = []
    private let alwaysWithDomain: Bool

    init(
        _ tokens: [StatusToken],
        resolve: (_ username: String, _ domain: String?) -> MentionTarget?,
        alwaysWithDomain: Bool
    ) {
        self.alwaysWithDomain = alwaysWithDomain
        var urls: [String: String] = [:]
        for (position, token) in tokens.enumerated() {
            guard case .mention(let username, let domain) = token.kind, let target = resolve(username, domain) else {
                continue
            }
            resolved[position] = target
            let name = Username.folded(target.username)
            if let url = urls.updateValue(target.url, forKey: name), url != target.url { ambiguous.insert(name) }
        }
    }

    /// The account of the mention at a token position and the name to show for it.
    subscript(position: Int) -> (target: MentionTarget, shown: String)? {
        guard let target = resolved[position] else { return nil }
        let withDomain = alwaysWithDomain || ambiguous.contains(Username.folded(target.username))
        return (target, withDomain ? target.acct : target.username)
    }
}
