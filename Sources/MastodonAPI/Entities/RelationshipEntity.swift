// Relationship as apps read it.

internal import Basics
internal import Domain

enum RelationshipEntity {
    static func write(_ relationship: Relationship, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", id: relationship.targetID)
        json.field("following", relationship.following)
        json.field("showing_reblogs", relationship.showingReblogs)
        json.field("notifying", relationship.notifying)
        json.key("languages")
        if let languages = relationship.languages {
            json.beginArray()
            for language in languages { json.string(language) }
            json.endArray()
        } else {
            json.null()
        }
        json.field("followed_by", relationship.followedBy)
        json.field("blocking", relationship.blocking)
        json.field("blocked_by", relationship.blockedBy)
        json.field("muting", relationship.muting)
        json.field("muting_notifications", relationship.mutingNotifications)
        json.field("muting_expires_at", relationship.mutingExpiresAt)
        json.field("requested", relationship.requested)
        json.field("requested_by", relationship.requestedBy)
        json.field("domain_blocking", relationship.domainBlocking)
        json.field("endorsed", relationship.endorsed)
        json.field("note", relationship.note)
        json.endObject()
    }
}

extension APIResponse {
    static func relationship(_ relationship: Relationship) -> APIResponse {
        var json = JSONWriter(capacity: 512)
        RelationshipEntity.write(relationship, to: &json)
        return .json(json)
    }
}
