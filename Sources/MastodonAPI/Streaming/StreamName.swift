// The streams of the client API by their names: what each asks of a token, and what it brings.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Streaming

/// A stream as a client asks for it.
struct StreamName: Sendable, Equatable {
    /// `["public"]`, `["hashtag", "metoo"]`: told with every message.
    let label: StreamLabel
    let kind: Kind

    enum Kind: Sendable, Equatable {
        case user
        case userNotifications
        case publicTimeline(StreamTopic.Origin, onlyMedia: Bool)
        case tag(TagName, isLocal: Bool)
        case list(Int64)
        case direct
    }

    /// Reads a name with its parameters.
    ///
    /// - Parameter onlyMedia: `only_media` of a request; over WebSocket the name says it (`public:media`).
    init(_ name: String, tag: String? = nil, list: String? = nil, onlyMedia: Bool = false) throws(StreamError) {
        switch name {
        case "user": self.init([name], .user)
        case "user:notification": self.init([name], .userNotifications)
        case "direct": self.init([name], .direct)
        case "hashtag", "hashtag:local":
            guard let tag, !tag.isEmpty else { throw .badRequest("Missing tag name parameter") }
            guard let folded = TagName.parse(pathSegment: tag) else {
                throw .badRequest("This is not the name of a tag")
            }
            self.init([name, tag], .tag(folded, isLocal: name == "hashtag:local"))
        case "list":
            guard let list, !list.isEmpty else { throw .badRequest("Missing list name parameter") }
            guard let id = Int64(list), id > 0 else { throw .notYourList }
            self.init([name, list], .list(id))
        default:
            var parts = name.split(separator: ":", omittingEmptySubsequences: false)[...]
            guard parts.popFirst() == "public" else { throw .unknownStream }
            var origin = StreamTopic.Origin.all
            if parts.first == "local" { origin = .local }
            if parts.first == "remote" { origin = .remote }
            if origin != .all { parts.removeFirst() }
            let isMedia = parts == ["media"]
            guard parts.isEmpty || isMedia else { throw .unknownStream }
            self.init([name], .publicTimeline(origin, onlyMedia: isMedia || onlyMedia))
        }
    }

    private init(_ label: StreamLabel, _ kind: Kind) {
        self.label = label
        self.kind = kind
    }

    /// What it brings to the holder of a token. Throws where the token's scopes do not suffice.
    func topics(for grant: Grant, _ account: Int64) throws(StreamError) -> [StreamTopic] {
        let hearsNotifications = !grant.scopes.isDisjoint(with: .readNotifications)
        if case .userNotifications = kind {
            guard hearsNotifications else { throw .outsideScopes }
            return [.notifications(account)]
        }
        guard !grant.scopes.isDisjoint(with: .readStatuses) else { throw .outsideScopes }
        switch kind {
        case .user:
            let own: [StreamTopic] = [.home(account), .settings(account), .server]
            return hearsNotifications ? own + [.notifications(account)] : own
        case .userNotifications: return [.notifications(account)]
        case .publicTimeline(let origin, let onlyMedia): return [.publicTimeline(origin, onlyMedia: onlyMedia)]
        case .list(let id): return [.list(id)]
        case .tag(let tag, let isLocal): return [.tag(tag.name, isLocal: isLocal)]
        case .direct: return [.conversations(account)]
        }
    }
}

/// Why a stream is not given, as it is told inside of a socket: a sentence and the status that HTTP would have.
struct StreamError: Error, Sendable, Equatable {
    let status: Int
    let sentence: Sentence

    static let unknownStream = StreamError(status: 400, sentence: "Unknown stream type")
    static let notYourList = StreamError(status: 401, sentence: "Not authorized to stream this list")
    static let outsideScopes = StreamError(status: 401, sentence: "Access token does not have the required scopes")

    static func badRequest(_ sentence: Sentence) -> StreamError { StreamError(status: 400, sentence: sentence) }

    init(status: Int, sentence: Sentence) {
        self.status = status
        self.sentence = sentence
    }

    init(_ refusal: StreamRefusal) {
        switch refusal {
        case .serverIsFull: self.init(status: 503, sentence: "The server is too busy, please try again")
        case .tooManyConnections: self.init(status: 429, sentence: "Too many connections")
        case .tooManySubscriptions: self.init(status: 429, sentence: "Too many streams on one connection")
        }
    }

    var json: [UInt8] {
        var json = JSONWriter(capacity: 96)
        json.beginObject()
        json.field("error", sentence.english)
        json.field("status", status)
        json.endObject()
        return json.bytes
    }

    /// The same before a stream has begun.
    var apiError: APIError { APIError.technical(.init(code: status), sentence) }
}
