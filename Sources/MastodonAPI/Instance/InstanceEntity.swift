// Instance as apps read it, in the older and the newer shape. All keys that apps ask for are there; what is not built
// yet is said with zeros and empty lists, so that no app offers it.

internal import Basics
internal import Domain
internal import Media
internal import Services

/// What both shapes are written from.
struct InstanceEntity: Sendable {
    let site: Site
    let limits: Limits
    let facts: ServerFacts
    let contact: CachedAccount?
    let texts: InstanceTexts
    /// How many other servers are known.
    let peers: Int
    /// The programs that read files are there.
    let takesMedia: Bool
    let translates: Bool
    /// By which push services know this server.
    let pushKey: String

    /// There is no picture of this server yet but the one that every profile has.
    private var thumbnail: String { site.defaultHeaderURL }

    /// `GET /api/v1/instance`.
    func writeV1(to json: inout JSONWriter) {
        json.beginObject()
        json.field("uri", site.domain)
        json.field("title", site.title)
        json.field("short_description", site.summary)
        json.field("description", site.summary)
        json.field("email", site.contactEmail)
        json.field("version", InstanceVersion.text)
        json.object("urls") { $0.field("streaming_api", site.streamingURL) }
        json.object("stats") { json in
            json.field("user_count", facts.users)
            json.field("status_count", facts.statuses)
            json.field("domain_count", peers)
        }
        json.field("thumbnail", thumbnail)
        json.field("languages", strings: site.languages)
        json.field("registrations", site.registrationsOpen)
        json.field("approval_required", site.asksReason)
        json.field("invites_enabled", site.invites == .members)
        json.object("configuration", writeConfiguration)
        writeContact("contact_account", to: &json)
        json.key("rules")
        RuleEntity.write(texts.rules, to: &json)
        json.endObject()
    }

    /// `GET /api/v2/instance`.
    func writeV2(to json: inout JSONWriter) {
        json.beginObject()
        json.field("domain", site.domain)
        json.field("title", site.title)
        json.field("version", InstanceVersion.text)
        json.field("source_url", site.url)
        json.field("description", site.summary)
        json.object("usage") { json in
            json.object("users") { $0.field("active_month", facts.activeMonth) }
        }
        json.object("thumbnail") { json in
            json.field("url", thumbnail)
            json.object("versions") { json in
                json.field("@1x", thumbnail)
                json.field("@2x", thumbnail)
            }
            json.field("description", "")
        }
        json.emptyArrayField("icon")
        json.field("languages", strings: site.languages)
        json.object("configuration") { json in
            writeURLs(to: &json)
            json.object("vapid") { $0.field("public_key", pushKey) }
            writeConfiguration(to: &json)
            json.object("translation") { $0.field("enabled", translates) }
            json.field("limited_federation", site.isLimited)
            writeTimelinesAccess(to: &json)
        }
        json.object("registrations") { json in
            json.field("enabled", site.registrationsOpen)
            json.field("approval_required", site.asksReason)
            json.field("reason_required", site.asksReason)
            json.nullField("message")
            if site.minAge > 0 { json.field("min_age", site.minAge) } else { json.nullField("min_age") }
            json.nullField("url")
        }
        json.object("api_versions") { $0.field("mastodon", InstanceVersion.api) }
        json.object("contact") { json in
            json.field("email", site.contactEmail)
            writeContact("account", to: &json)
        }
        json.key("rules")
        RuleEntity.write(texts.rules, to: &json)
        json.endObject()
    }

    /// Null and not empty: an app that reads these as URLs cannot read an empty text.
    private func writeURLs(to json: inout JSONWriter) {
        json.object("urls") { json in
            json.field("streaming", site.streamingURL)
            json.nullField("status")
            json.field("about", site.url + "/about")
            json.field("privacy_policy", site.url + "/privacy-policy")
            json.field("terms_of_service", texts.terms.isEmpty ? nil : site.url + "/terms-of-service")
        }
    }

    /// Who may read which feeds: everybody all of them, but on a server in limited mode.
    private func writeTimelinesAccess(to json: inout JSONWriter) {
        let access = site.isLimited ? "authenticated" : "public"
        json.object("timelines_access") { json in
            for feeds in ["live_feeds", "hashtag_feeds", "trending_link_feeds"] as [StaticString] {
                json.object(feeds) { json in
                    json.field("local", access)
                    json.field("remote", access)
                }
            }
        }
    }

    private func writeContact(_ name: StaticString, to json: inout JSONWriter) {
        json.key(name)
        if let contact { AccountEntity.write(contact, site, to: &json) } else { json.null() }
    }

    /// The numbers that apps hold people to, the same in both shapes.
    private func writeConfiguration(to json: inout JSONWriter) {
        json.object("accounts") { json in
            json.field("max_featured_tags", limits.featuredTags)
            json.field("max_pinned_statuses", limits.pinnedStatuses)
            json.field("max_display_name_length", limits.displayNameCharacters)
            json.field("max_note_length", limits.noteCharacters)
            json.field("max_profile_fields", limits.profileFields)
            json.field("profile_field_name_limit", limits.profileFieldCharacters)
            json.field("profile_field_value_limit", limits.profileFieldCharacters)
        }
        json.object("statuses") { json in
            json.field("max_characters", limits.statusCharacters)
            json.field("max_media_attachments", takesMedia ? limits.media.attachments : 0)
            json.field("characters_reserved_per_url", limits.charactersPerURL)
        }
        // Where no type is taken the numbers stay, since apps reckon with them.
        json.object("media_attachments") { json in
            json.field("supported_mime_types", strings: takesMedia ? MediaWorkshop.types : [])
            json.field("description_limit", limits.media.descriptionCharacters)
            json.field("image_size_limit", limits.media.imageBytes)
            json.field("image_matrix_limit", limits.media.imagePixels)
            json.field("video_size_limit", limits.media.videoBytes)
            json.field("video_frame_rate_limit", limits.media.frameRate)
            json.field("video_matrix_limit", limits.media.videoPixels)
        }
        json.object("polls") { json in
            json.field("max_options", limits.polls.options.upperBound)
            json.field("max_characters_per_option", limits.polls.optionCharacters)
            json.field("min_expiration", limits.polls.expiration.lowerBound)
            json.field("max_expiration", limits.polls.expiration.upperBound)
        }
    }
}
