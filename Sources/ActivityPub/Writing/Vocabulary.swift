// The words of our documents beyond those of ActivityStreams, and the address that stands for each.

/// Namespaces of terms.
public enum Vocabulary {
    /// The terms that Chorus adds: `chorusCall`, with `tag`, `page` and `suggestedBy`.
    public static let namespace = "urn:chorus:ns#"

    /// The value of every `@context`.
    public static let context = Array(
        """
        ["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1",\
        "https://w3id.org/security/data-integrity/v1",{"toot":"http://joinmastodon.org/ns#",\
        "schema":"http://schema.org#","gts":"https://gotosocial.org/ns#","misskey":"https://misskey-hub.net/ns#",\
        "Hashtag":"as:Hashtag","sensitive":"as:sensitive","manuallyApprovesFollowers":"as:manuallyApprovesFollowers",\
        "alsoKnownAs":{"@id":"as:alsoKnownAs","@type":"@id"},"movedTo":{"@id":"as:movedTo","@type":"@id"},\
        "Emoji":"toot:Emoji","featured":{"@id":"toot:featured","@type":"@id"},\
        "featuredTags":{"@id":"toot:featuredTags","@type":"@id"},"discoverable":"toot:discoverable",\
        "indexable":"toot:indexable","memorial":"toot:memorial","suspended":"toot:suspended",\
        "blurhash":"toot:blurhash","focalPoint":{"@container":"@list","@id":"toot:focalPoint"},\
        "votersCount":"toot:votersCount","attributionDomains":{"@id":"toot:attributionDomains","@type":"@id"},\
        "PropertyValue":"schema:PropertyValue","value":"schema:value",\
        "webfinger":"https://purl.archive.org/socialweb/webfinger#webfinger",\
        "implements":{"@id":"https://w3id.org/fep/844e#implements","@type":"@id"},\
        "Multikey":"https://w3id.org/security#Multikey",\
        "publicKeyMultibase":"https://w3id.org/security#publicKeyMultibase",\
        "quote":{"@id":"https://w3id.org/fep/044f#quote","@type":"@id"},"quoteUri":"http://fedibird.com/ns#quoteUri",\
        "_misskey_quote":"misskey:_misskey_quote",\
        "QuoteRequest":"https://w3id.org/fep/044f#QuoteRequest",\
        "QuoteAuthorization":"https://w3id.org/fep/044f#QuoteAuthorization",\
        "quoteAuthorization":{"@id":"https://w3id.org/fep/044f#quoteAuthorization","@type":"@id"},\
        "ReplyRequest":"gts:ReplyRequest","ReplyAuthorization":"gts:ReplyAuthorization",\
        "interactingObject":{"@id":"gts:interactingObject","@type":"@id"},\
        "interactionTarget":{"@id":"gts:interactionTarget","@type":"@id"},\
        "interactionPolicy":{"@id":"gts:interactionPolicy","@type":"@id"},\
        "canQuote":{"@id":"gts:canQuote","@type":"@id"},"canLike":{"@id":"gts:canLike","@type":"@id"},\
        "canReply":{"@id":"gts:canReply","@type":"@id"},"canAnnounce":{"@id":"gts:canAnnounce","@type":"@id"},\
        "automaticApproval":{"@id":"gts:automaticApproval","@type":"@id"},\
        "manualApproval":{"@id":"gts:manualApproval","@type":"@id"},\
        "chorus":"urn:chorus:ns#","chorusCall":"chorus:call","page":{"@id":"chorus:page","@type":"@id"},\
        "suggestedBy":{"@id":"chorus:suggestedBy","@type":"@id"}}]
        """.utf8
    )

    /// The two types of content that may carry a document. Others do not, since anybody may upload files.
    public static func isDocument(contentType: String) -> Bool {
        let parts = contentType.split(separator: ";").map { String($0).trimmed().lowercased() }
        guard let type = parts.first else { return false }
        if type == "application/activity+json" { return true }
        guard type == "application/ld+json" else { return false }
        return parts.dropFirst().contains { part in
            guard part.hasPrefix("profile=") else { return false }
            let profiles = part.dropFirst(8).filter { $0 != "\"" }.split(separator: " ")
            return profiles.contains("https://www.w3.org/ns/activitystreams")
        }
    }

    /// What our documents are served and delivered as.
    public static let contentType = "application/activity+json"

    /// What we ask for.
    public static let accept =
        "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""

    /// Does an `Accept` header wish for a document rather than for a page? By what is named first, with its quality.
    public static func wantsDocument(accept: String) -> Bool {
        var best: (quality: Double, isDocument: Bool)?
        for range in accept.split(separator: ",").prefix(20) {
            let text = String(range).trimmed()
            let parts = text.split(separator: ";").map { String($0).trimmed().lowercased() }
            guard let type = parts.first else { continue }
            let isDocument = isDocument(contentType: text) || type == "application/ld+json"
            guard isDocument || type == "text/html" || type == "application/xhtml+xml" || type == "*/*" else {
                continue
            }
            let quality = parts.first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if quality > (best?.quality ?? 0) { best = (quality, isDocument) }
        }
        return best?.isDocument ?? false
    }
}
