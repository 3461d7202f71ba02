// `interaction_policy` of a status, in GoToSocial's form: shown where not everyone may reply.

internal import Basics
internal import Domain

enum InteractionPolicyEntity {
    /// - Parameter isViewerAllowed: the viewer is one of those who may reply.
    static func write(_ policy: ReplyPolicy, isViewerAllowed: Bool, to json: inout JSONWriter) {
        json.object("interaction_policy") { json in
            json.object("can_favourite") { write(["public"], to: &$0) }
            json.object("can_reply") { write(groups(policy) + (isViewerAllowed ? ["me"] : []), to: &$0) }
            json.object("can_reblog") { write(["public"], to: &$0) }
        }
    }

    /// By both names that it has had: `always` until GoToSocial 0.20.
    private static func write(_ groups: [String], to json: inout JSONWriter) {
        json.field("automatic_approval", strings: groups)
        json.emptyArrayField("manual_approval")
        json.field("always", strings: groups)
        json.emptyArrayField("with_approval")
    }

    private static func groups(_ policy: ReplyPolicy) -> [String] {
        switch policy {
        case .everyone: ["public"]
        case .followers: ["followers", "mentioned", "author"]
        case .followed: ["following", "mentioned", "author"]
        case .mentioned: ["mentioned", "author"]
        case .nobody: ["author"]
        }
    }

    /// Nil for what is no policy of this server.
    static func replyPolicy(of groups: Set<String>) -> ReplyPolicy? {
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
