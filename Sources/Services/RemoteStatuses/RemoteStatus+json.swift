// A post of another server that waits for a moderator, as JSON: what it says is kept, since what is for followers cannot be fetched again.

internal import Basics
internal import Domain
internal import Foundation

extension RemoteStatus {
    var keptText: String {
        (try? JSONEncoder().encode(KeptRemoteStatus(self))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Nil for what is not one, such as the draft of somebody here.
    init?(kept text: String) {
        guard let kept = try? JSONDecoder().decode(KeptRemoteStatus.self, from: Data(text.utf8)) else { return nil }
        self = kept.status
    }
}

/// The same in types that are JSON by themselves.
private struct KeptRemoteStatus: Codable {
    struct Attachment: Codable {
        var url: String
        var preview: String?
        var kind: Int64
        var description: String?
        var blurhash: String?
        var size: [Int]?
        var focus: [Double]?
        var duration: Double?
    }

    struct Poll: Codable {
        var options: [String]
        var votes: [Int64]
        var voters: Int64
        var expiresAt: Timestamp?
        var isMultiple: Bool
        var isCall: Bool
    }

    var uri: String
    var url: String?
    var publishedAt: Timestamp
    var editedAt: Timestamp?
    var content: String
    var spoilerText: String
    var isSensitive: Bool
    var language: String?
    var visibility: Int64
    var inReplyToID: Int64?
    var inReplyToURI: String?
    var mentions: [Int64]
    var tags: [String]
    var attachments: [Attachment]
    var poll: Poll?
    var quotedID: Int64?
    var quoteState: Int64
    var quoteStamp: String?
    var quotePolicy: Int64
    var replyPolicy: Int64
    var link: String?

    init(_ status: RemoteStatus) {
        (uri, url, publishedAt) = (status.origin.uri, status.origin.url, status.origin.publishedAt)
        (editedAt, content, spoilerText) = (status.editedAt, status.content, status.spoilerText)
        (isSensitive, language, visibility) = (status.isSensitive, status.language, status.visibility.rawValue)
        (inReplyToID, inReplyToURI) = (status.inReplyToID, status.inReplyToURI)
        (mentions, tags) = (status.mentions, status.tags)
        attachments = status.attachments.map { file in
            Attachment(
                url: file.url,
                preview: file.previewURL,
                kind: file.kind.rawValue,
                description: file.description,
                blurhash: file.blurhash,
                size: file.size.map { [$0.width, $0.height] },
                focus: file.focus.map { [$0.x, $0.y] },
                duration: file.duration
            )
        }
        poll = status.poll.map { poll in
            Poll(
                options: poll.options,
                votes: poll.tally.votes,
                voters: poll.tally.voters,
                expiresAt: poll.expiresAt,
                isMultiple: poll.isMultiple,
                isCall: poll.isCall
            )
        }
        (quotedID, quoteState, quoteStamp) = (status.quotedID, status.quoteState.rawValue, status.quoteStamp)
        (quotePolicy, replyPolicy) = (status.quotePolicy.rawValue, status.replyPolicy.rawValue)
        link = status.link
    }

    var status: RemoteStatus {
        var status = RemoteStatus(
            origin: StatusOrigin(uri: uri, url: url, publishedAt: publishedAt),
            content: content,
            visibility: Visibility(rawValue: visibility) ?? .direct
        )
        (status.editedAt, status.spoilerText) = (editedAt, spoilerText)
        (status.isSensitive, status.language) = (isSensitive, language)
        (status.inReplyToID, status.inReplyToURI) = (inReplyToID, inReplyToURI)
        (status.mentions, status.tags) = (mentions, tags)
        status.attachments = attachments.map { file in
            var attachment = RemoteAttachment(url: file.url, kind: MediaKind(rawValue: file.kind) ?? .unknown)
            attachment.previewURL = file.preview
            (attachment.description, attachment.blurhash) = (file.description, file.blurhash)
            if let size = file.size, size.count == 2 { attachment.size = PixelSize(width: size[0], height: size[1]) }
            if let focus = file.focus, focus.count == 2 { attachment.focus = FocalPoint(x: focus[0], y: focus[1]) }
            attachment.duration = file.duration
            return attachment
        }
        status.poll = poll.flatMap { poll in
            RemotePoll(
                options: poll.options,
                votes: poll.votes,
                voters: poll.voters,
                expiresAt: poll.expiresAt,
                isMultiple: poll.isMultiple,
                isCall: poll.isCall
            )
        }
        (status.quotedID, status.quoteStamp) = (quotedID, quoteStamp)
        status.quoteState = QuoteState(rawValue: quoteState) ?? .pending
        status.quotePolicy = QuotePolicy(rawValue: quotePolicy) ?? .nobody
        status.replyPolicy = ReplyPolicy(rawValue: replyPolicy) ?? .everyone
        status.link = link
        return status
    }
}
