// /api/v1/scheduled_statuses: what waits to be posted.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func scheduledRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/scheduled_statuses", .user(.readStatuses)) { call in
        let page = try await call.services.scheduledStatuses(
            of: try call.accountID(),
            try call.page(limit: 20, most: 40)
        )
        var json = JSONWriter(capacity: 512 * page.items.count + 16)
        json.beginArray()
        for scheduled in page.items { ScheduledEntity.write(scheduled, call.site, to: &json) }
        json.endArray()
        return Answer.json(json).linking(page, call)
    }
    table.get("/api/v1/scheduled_statuses/:id", .user(.readStatuses)) { call in
        .scheduled(try await call.services.scheduledStatus(try call.pathID(), of: try call.accountID()), call.site)
    }
    table.update("/api/v1/scheduled_statuses/:id", .user(.writeStatuses)) { call in
        guard let moment = try scheduledAt(call.parameters) else {
            throw APIError.invalid("Scheduled at can't be blank")
        }
        return .scheduled(
            try await call.services.moveScheduledStatus(try call.pathID(), to: moment, by: try call.accountID()),
            call.site
        )
    }
    table.delete("/api/v1/scheduled_statuses/:id", .user(.writeStatuses)) { call in
        try await call.services.cancelScheduledStatus(try call.pathID(), by: try call.accountID())
        return .empty
    }
}

/// `scheduled_at`; nil where nothing was sent.
func scheduledAt(_ parameters: Parameters) throws -> Timestamp? {
    guard let text = try parameters.text("scheduled_at"), !text.isEmpty else { return nil }
    // A space is how a plus sign arrives in a form that was not encoded.
    guard let moment = Timestamp(iso8601: text) ?? Timestamp(iso8601: text.replacing(" ", with: "+")) else {
        throw APIError.invalid("Scheduled at is not a date and time such as 2030-01-31T12:00:00Z")
    }
    return moment
}

enum ScheduledEntity {
    static func write(_ scheduled: ScheduledStatus, _ site: Site, to json: inout JSONWriter) {
        let draft = scheduled.draft
        json.beginObject()
        json.field("id", id: scheduled.id)
        json.field("scheduled_at", scheduled.scheduledAt)
        json.object("params") { json in
            json.field("text", draft.text)
            json.field("spoiler_text", draft.spoilerText)
            json.field("visibility", (draft.visibility ?? .public).name)
            json.field("sensitive", draft.isSensitive)
            json.field("language", draft.language)
            json.field("in_reply_to_id", id: draft.inReplyToID)
            json.key("media_ids")
            if draft.mediaIDs.isEmpty {
                json.null()
            } else {
                json.beginArray()
                for id in draft.mediaIDs { json.id(id) }
                json.endArray()
            }
            json.key("poll")
            if let poll = draft.poll { write(poll, to: &json) } else { json.null() }
            json.field("quoted_status_id", id: draft.quotedID)
            json.field("quote_approval_policy", draft.quotePolicy?.name)
            json.key("application_id")
            if let app = draft.appID { json.int(app) } else { json.null() }
            json.nullField("scheduled_at")
            json.field("idempotency", draft.idempotencyKey)
            json.field("with_rate_limit", false)
        }
        json.array("media_attachments") { json in
            for media in scheduled.media { MediaEntity.write(media, site, to: &json) }
        }
        json.endObject()
    }

    private static func write(_ poll: PollDraft, to json: inout JSONWriter) {
        json.beginObject()
        json.field("options", strings: poll.options)
        json.key("expires_in")
        if let seconds = poll.expiresIn { json.int(seconds) } else { json.null() }
        json.field("multiple", poll.isMultiple)
        json.field("hide_totals", poll.hidesTotals)
        json.endObject()
    }
}

extension Answer {
    static func scheduled(_ scheduled: ScheduledStatus, _ site: Site) -> Answer {
        var json = JSONWriter(capacity: 1024)
        ScheduledEntity.write(scheduled, site, to: &json)
        return .json(json)
    }
}
