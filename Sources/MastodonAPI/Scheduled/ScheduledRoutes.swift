// /api/v1/scheduled_statuses: what waits to be posted.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func scheduledRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/scheduled_statuses", .user(.readStatuses)) { request in
        let page = try await request.services.scheduledStatuses(
            of: try request.accountID(),
            try request.page(limit: 20, most: 40)
        )
        var json = JSONWriter(capacity: 512 * page.items.count + 16)
        json.beginArray()
        for scheduled in page.items { ScheduledEntity.write(scheduled, request.site, to: &json) }
        json.endArray()
        return APIResponse.json(json).linking(page, request)
    }
    table.get("/api/v1/scheduled_statuses/:id", .user(.readStatuses)) { request in
        .scheduled(
            try await request.services.scheduledStatus(try request.pathID(), of: try request.accountID()),
            request.site
        )
    }
    table.update("/api/v1/scheduled_statuses/:id", .user(.writeStatuses)) { request in
        guard let moment = try scheduledAt(request.parameters) else {
            throw APIError.invalid("Scheduled at can't be blank")
        }
        return .scheduled(
            try await request.services.moveScheduledStatus(
                try request.pathID(),
                to: moment,
                by: try request.accountID()
            ),
            request.site
        )
    }
    table.delete("/api/v1/scheduled_statuses/:id", .user(.writeStatuses)) { request in
        try await request.services.cancelScheduledStatus(try request.pathID(), by: try request.accountID())
        return .empty
    }
}

/// `scheduled_at`; nil where nothing was sent.
func scheduledAt(_ parameters: Parameters) throws -> Timestamp? {
    guard let text = try parameters.text("scheduled_at"), !text.isEmpty else { return nil }
    // A space is how a plus sign arrives in a form that was not encoded.
    guard let moment = Timestamp(iso8601: text) ?? Timestamp(iso8601: text.replacing(" ", with: "+")) else {
        throw APIError.wrongParameter("Scheduled at is not a date and time such as 2030-01-31T12:00:00Z")
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
            if let policy = draft.replyPolicy { json.field("reply_policy", policy.name) }
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

extension APIResponse {
    static func scheduled(_ scheduled: ScheduledStatus, _ site: Site) -> APIResponse {
        var json = JSONWriter(capacity: 1024)
        ScheduledEntity.write(scheduled, site, to: &json)
        return .json(json)
    }
}
