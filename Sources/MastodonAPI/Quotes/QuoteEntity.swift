// Quote, ShallowQuote and QuoteApproval as apps read them. All of it depends on the viewer and is written anew each time.

internal import Basics
internal import Domain
internal import Services

extension StatusEntities {
    /// The `quote` of a status: with the quoted status in it, or only named (`isShallow`).
    func writeQuote(in cached: CachedStatus, isShallow: Bool, to json: inout JSONWriter) {
        json.key("quote")
        guard let quote = cached.status.quote else { return json.null() }
        let quoted = quote.quotedID.flatMap { statuses[$0] }
        func view(_ state: QuoteState) -> QuoteView {
            QuoteView(
                state,
                of: quoted.flatMap { accounts[$0.status.accountID]?.account },
                visibility: quoted?.status.visibility ?? .direct,
                standing: quoted.flatMap { relations?.standing(to: $0.status.accountID) },
                isMentioned: quoted.flatMap { quoted in viewerID.map(quoted.addresses) } ?? false
            )
        }
        let state = view(quote.state)
        let isShown = (revealsQuotes ? view(.accepted) : state).isShown
        json.beginObject()
        json.field("state", state.rawValue)
        if isShallow {
            json.field("quoted_status_id", id: isShown ? quote.quotedID : nil)
        } else {
            json.key("quoted_status")
            if !isShown || quoted.map({ write($0, to: &json, isQuoted: true) }) != true { json.null() }
        }
        json.endObject()
    }

    /// `quote_approval`: who may quote a status, and whether the viewer may.
    func quoteApproval(of cached: CachedStatus) -> [UInt8] {
        let policy = cached.status.quotePolicy
        var standing: Standing?
        if let viewerID { standing = viewerID == cached.status.accountID ? .isSelf : [] }
        // The relations are there wherever the policy asks for them.
        if standing == [], policy == .followers { standing = relations?.standing(to: cached.status.accountID) }
        let isAllowed = StatusPolicy.canQuote(visibility: cached.status.visibility, policy: policy, standing: standing)
        return QuoteApproval.all[Int(policy.rawValue) * 2 + (isAllowed ? 1 : 0)]
    }
}

/// The few forms of `quote_approval`, as bytes made once.
private enum QuoteApproval {
    static let all: [[UInt8]] = QuotePolicy.allCases.flatMap { policy in
        [false, true].map { isAllowed in
            var json = JSONWriter(capacity: 128)
            json.object("quote_approval") { json in
                json.field("automatic", strings: policy == .nobody ? [] : [policy.name])
                // Nothing waits for consent here: it is given beforehand, or not.
                json.emptyArrayField("manual")
                json.field("current_user", isAllowed ? "automatic" : "denied")
            }
            return json.bytes
        }
    }
}
