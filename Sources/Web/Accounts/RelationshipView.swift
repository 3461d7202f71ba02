// How who is signed in stands to somebody, and what they can do about it.

internal import Basics
internal import Domain
internal import Services

/// The buttons and forms beside a name.
public struct RelationshipView: Sendable {
    var relationship: Relationship
    /// Follows have to be granted.
    var isLocked: Bool
    /// All lists of the reader, with whether the other is on them.
    var lists: [ListChoice] = []

    private var target: Int64 { relationship.targetID }

    /// What the one button of a line says and does.
    private var follow: (words: String, act: String, isQuiet: Bool) {
        if relationship.blocking { return (localized("Unblock"), "unblock", true) }
        if relationship.requested { return (localized("Take back the request"), "unfollow", true) }
        if relationship.following { return (localized("Unfollow"), "unfollow", true) }
        return (isLocked ? localized("Ask to follow") : localized("Follow"), "follow", false)
    }

    /// The same for a list of people.
    var button: PeoplePage.Button {
        PeoplePage.Button(label: follow.words, act: "\(follow.act).\(target)", isQuiet: follow.isQuiet)
    }

    /// The names that `profile-actions.mustache` and `profile-own-words.mustache` ask for.
    var fields: Fields {
        let ends = relationship.mutingExpiresAt.map { TimeView(milliseconds: $0.milliseconds) }
        return Fields([
            "id": .text(String(target)),
            "follow": .text("\(follow.act).\(target)"),
            "followWords": .text(follow.words),
            "quiet": .flag(follow.isQuiet),
            "canFollow": .flag(!relationship.blockedBy || relationship.blocking),
            "following": .flag(relationship.following),
            "requested": .flag(relationship.requested),
            "followedBy": .flag(relationship.followedBy),
            "requestedBy": .flag(relationship.requestedBy),
            "notifying": .flag(relationship.notifying),
            "showsBoosts": .flag(relationship.showingReblogs),
            "muting": .flag(relationship.muting),
            "muteEnds": .one(ends?.fields),
            "blocking": .flag(relationship.blocking),
            "blockedBy": .flag(relationship.blockedBy),
            "note": .text(relationship.note),
            "noted": .flag(!relationship.note.isEmpty),
            "hasLists": .flag(!lists.isEmpty && relationship.following),
            "lists": .many(
                lists.map {
                    Fields(["id": .text(String($0.list.id)), "title": .text($0.list.title), "isOn": .flag($0.isOn)])
                }
            ),
            "reportURL": .href("/accounts/\(target)/report"),
        ])
    }
}
