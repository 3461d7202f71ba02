// What somebody elsewhere asks before they quote or reply, and the yes or no to it.

internal import ActivityPub

/// A QuoteRequest (FEP-044f) or ReplyRequest (GoToSocial).
struct InteractionQuestion: Sendable {
    var id: ObjectID
    var kind: Activity.Kind
    /// Who asks.
    var actor: ObjectID
    /// The post that is to be quoted or answered.
    var object: ObjectID
    /// The post that is to quote or to answer it.
    var instrument: ObjectID

    /// - Parameters:
    ///   - own: the author of `object`.
    ///   - authorization: nil for no.
    ///   - number: tells this answer from others.
    func answer(by own: ObjectID, allowing authorization: Authorization?, number: Int64) -> ActivityDocument? {
        let verb = authorization == nil ? "rejects" : "accepts"
        let noun = kind == .quoteRequest ? "quotes" : "replies"
        guard let id = ObjectID("\(own)#\(verb)/\(noun)/\(number)") else { return nil }
        var question = ActivityDocument(id: self.id, kind: kind, actor: actor, object: .id(object))
        question.instrument = .id(instrument)
        var activity = ActivityDocument(
            id: id,
            kind: authorization == nil ? .reject : .accept,
            actor: own,
            object: .activity(question)
        )
        activity.addressing = Addressing(to: [actor.text])
        activity.result = authorization.flatMap { ObjectID($0.address(of: own.text)) }
        return activity
    }
}

/// The word by which an author of this server allows what somebody elsewhere asked for; the number is in its address.
enum Authorization {
    case quote(Int64)
    case reply(Int64)

    func address(of author: String) -> String {
        switch self {
        case .quote(let number): QuoteStamp.address(number, of: author)
        case .reply(let number): "\(author)/reply_authorizations/\(number)"
        }
    }
}
