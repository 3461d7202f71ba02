// `interaction_policy` of a status, in GoToSocial's form: shown where not everyone may reply at once.

internal import Basics
internal import Domain

enum InteractionPolicyEntity {
    /// - Parameter access: what becomes of a reply by the viewer.
    static func write(_ policy: ReplyPolicy, _ access: ReplyAccess, to json: inout JSONWriter) {
        let atOnce = groups(policy) + (access == .allowed ? ["me"] : [])
        let approved = (policy.approves ? ["public"] : []) + (access == .waits ? ["me"] : [])
        json.object("interaction_policy") { json in
            json.object("can_favourite") { write(["public"], [], to: &$0) }
            json.object("can_reply") { write(atOnce, approved, to: &$0) }
            json.object("can_reblog") { write(["public"], [], to: &$0) }
        }
    }

    /// By both names that they have had: `always` and `with_approval` until GoToSocial 0.20.
    private static func write(_ atOnce: [String], _ approved: [String], to json: inout JSONWriter) {
        json.field("automatic_approval", strings: atOnce)
        json.field("manual_approval", strings: approved)
        json.field("always", strings: atOnce)
        json.field("with_approval", strings: approved)
    }

    private static func groups(_ policy: ReplyPolicy) -> [String] {
        switch policy.atOnce {
        case .everyone: ["public"]
        case .followers: ["followers", "mentioned", "author"]
        case .followed: ["following", "mentioned", "author"]
        case .mentioned: ["mentioned", "author"]
        default: ["author"]
        }
    }

    /// Nil for what is no policy of this server: what is for everyone's replies, or for none, has no others to approve.
    static func replyPolicy(of groups: Set<String>, approving others: Set<String>) -> ReplyPolicy? {
        guard let atOnce = replyPolicy(of: groups) else { return nil }
        guard others.contains("public") else { return others.subtracting(["author", "me"]).isEmpty ? atOnce : nil }
        return switch atOnce {
        case .followers: .followersOrApproved
        case .followed: .followedOrApproved
        case .mentioned: .mentionedOrApproved
        // Whoever is named may always reply, as with GoToSocial.
        case .nobody: .mentionedOrApproved
        default: atOnce
        }
    }

    private static func replyPolicy(of groups: Set<String>) -> ReplyPolicy? {
        let groups = groups.subtracting(["author", "me"])
        if groups.contains("public") { return .everyone }
        switch groups.subtracting(["mentioned"]) {
        case []: return groups.isEmpty ? .nobody : .mentioned
        case ["followers"]: return .followers
        case ["following"]: return .followed
        default: return nil
        }
    }
}
