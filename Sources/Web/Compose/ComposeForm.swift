// What a form for a post holds, whether it was just opened or came back: nothing in it is lost, whatever goes wrong.

internal import Basics
internal import Domain
internal import Services

/// A post as somebody is writing it.
struct ComposeForm: Sendable, Equatable {
    /// What is written.
    enum Subject: Sendable, Equatable {
        case new
        case reply(Int64)
        case quote(Int64)
        /// An own post, to be changed.
        case edit(Int64)
        /// An own post, to be deleted when what is written in its place is posted.
        case redraft(Int64)
    }

    /// A file that was uploaded.
    struct File: Sendable, Equatable {
        var id: Int64
        var description: String
    }

    var subject = Subject.new
    /// What it answers.
    var inReplyTo: Int64?
    /// What it quotes.
    var quotedID: Int64?
    var text = ""
    var spoilerText = ""
    var visibility: Visibility?
    var replyPolicy: ReplyPolicy?
    var language: String?
    var isSensitive = false
    var files: [File] = []
    /// Said of the files that come with the form itself.
    var newDescription = ""
    /// Lines of the poll; those that are empty are left out.
    var options: [String] = []
    var pollSeconds: Int64 = 86_400
    var isMultiple = false
    var hidesTotals = false
    /// The same form sent twice is one post.
    var key = RandomToken.make(length: 22)
    /// When it is to be published.
    var later = LaterTime()
    /// What waits to be published, and is written again here.
    var scheduledID: Int64?
    /// Where to go afterwards.
    var returnTo = "/home"

    /// As many as a form may bring back.
    private static let mostFiles = 8
    static let pollLines = 4

    init(_ subject: Subject = .new) { self.subject = subject }

    /// - Parameter zone: minutes east of UTC, where the form does not say.
    init(_ form: FormFields, zone: Int? = nil) {
        func id(_ name: String) -> Int64? { form[name].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil } }
        if let edit = id("edit") {
            subject = .edit(edit)
        } else if let old = id("redraft") {
            subject = .redraft(old)
        } else if let parent = id("in_reply_to") {
            subject = .reply(parent)
        } else if let quoted = id("quote") {
            subject = .quote(quoted)
        }
        (inReplyTo, quotedID) = (id("in_reply_to"), id("quote"))
        text = form["text"].map(ComposeForm.lines) ?? ""
        spoilerText = form["spoiler_text"] ?? ""
        visibility = form["visibility"].flatMap { Visibility(name: $0) }
        replyPolicy = form["reply_policy"].flatMap { ReplyPolicy(name: $0) }
        language = form["language"].flatMap { Language.normalise($0) }
        isSensitive = form["sensitive"] == "true"
        files = form.all("media").compactMap { Int64($0) }.prefix(ComposeForm.mostFiles).map {
            File(id: $0, description: form["description-\($0)"].map(ComposeForm.lines) ?? "")
        }
        newDescription = form["description"].map(ComposeForm.lines) ?? ""
        options = Array(form.all("poll_option").prefix(ComposeForm.pollLines))
        pollSeconds = id("poll_seconds") ?? pollSeconds
        isMultiple = form["poll_multiple"] == "true"
        hidesTotals = form["poll_hides"] == "true"
        if let sent = form["key"], sent.utf8.count <= 64, !sent.isEmpty { key = sent }
        later = LaterTime(form, remembered: zone)
        scheduledID = id("scheduled")
        returnTo = form["return_to"].map { LocalPath.checked($0) } ?? returnTo
    }

    /// Forms send line ends as two characters (HTML, "constructing the entry list"); posts have one.
    private static func lines(_ text: String) -> String { text.replacing("\r\n", with: "\n") }

    /// The poll, where there is one.
    var poll: PollDraft? {
        let said = options.map(ProfileLine.line).filter { !$0.isEmpty }
        guard !said.isEmpty else { return nil }
        return PollDraft(options: said, expiresIn: pollSeconds, isMultiple: isMultiple, hidesTotals: hidesTotals)
    }

    /// Edits happen at once, and what is to be deleted for another one is not deleted later.
    var canWait: Bool {
        switch subject {
        case .new, .reply, .quote: true
        case .edit, .redraft: false
        }
    }

    /// Whether something was written that would be a pity to lose.
    var isEmpty: Bool {
        text.allSatisfy(\.isWhitespace) && spoilerText.isEmpty && files.isEmpty && poll == nil
    }

    /// What is to be posted.
    var draft: StatusDraft {
        StatusDraft(
            text: text,
            spoilerText: spoilerText,
            visibility: visibility,
            isSensitive: isSensitive,
            language: language,
            inReplyToID: inReplyTo,
            poll: poll,
            mediaIDs: files.map(\.id),
            mediaEdits: files.map { MediaEdit(id: $0.id, description: $0.description) },
            quotedID: quotedID,
            replyPolicy: replyPolicy,
            idempotencyKey: "form:\(key)"
        )
    }

    /// What is wrong with the words, as far as it can be known before anything is done; nil where nothing is.
    func problem(_ limits: Limits) -> Sentence? {
        let length = StatusText.parse(text).length + StatusText.parse(spoilerText).length
        if length > limits.statusCharacters {
            let (most, number) = (limits.statusCharacters, length - limits.statusCharacters)
            return "Text character limit of \(most: most) exceeded by \(number: number)"
        }
        if isEmpty, quotedID == nil { return "Text can't be blank" }
        return poll.flatMap(limits.polls.problem)
            ?? MediaPolicy.problem(count: files.count, hasPoll: poll != nil, limits.media)
    }
}

extension ComposeForm {
    /// What waits to be published, to be changed.
    init(_ scheduled: ScheduledStatus, zone: Int?) {
        let draft = scheduled.draft
        self.init(draft.inReplyToID.map(Subject.reply) ?? draft.quotedID.map(Subject.quote) ?? .new)
        (text, spoilerText, visibility, language) = (draft.text, draft.spoilerText, draft.visibility, draft.language)
        replyPolicy = draft.replyPolicy
        (inReplyTo, quotedID, isSensitive) = (draft.inReplyToID, draft.quotedID, draft.isSensitive == true)
        files = scheduled.media.map { File(id: $0.id, description: $0.description ?? "") }
        if let poll = draft.poll {
            (options, isMultiple, hidesTotals) = (poll.options, poll.isMultiple, poll.hidesTotals)
            pollSeconds = poll.expiresIn ?? pollSeconds
        }
        later = LaterTime(scheduled.scheduledAt, zone: zone)
        scheduledID = scheduled.id
        returnTo = "/scheduled"
    }

    /// A reply: to whom, with what warning, for whom, is proposed.
    init(replyingTo parent: CachedStatus, by author: Account, as user: User, _ site: Site) {
        let status = parent.status
        self.init(.reply(status.id))
        inReplyTo = status.id
        var names = status.accountID == user.accountID ? [] : [author.acct]
        for mention in parent.mentions where mention.accountID != user.accountID {
            let name = mention.domain.isEmpty ? mention.username : "\(mention.username)@\(mention.domain)"
            if !names.contains(name) { names.append(name) }
        }
        text = names.map { "@\($0) " }.joined()
        spoilerText = status.spoilerText
        isSensitive = status.isSensitive
        // Never wider than what is answered.
        visibility = Visibility(rawValue: max(status.visibility.rawValue, user.defaultVisibility.rawValue))
    }

    /// An own post as it stands, to be changed or written again.
    init(_ subject: Subject, of cached: CachedStatus, at now: Timestamp) {
        self.init(subject)
        let status = cached.status
        text = status.text
        spoilerText = status.spoilerText
        visibility = status.visibility
        replyPolicy = status.replyPolicy
        language = status.language
        isSensitive = status.isSensitive
        inReplyTo = status.inReplyToID
        quotedID = status.quote?.quotedID
        files = cached.media.map { File(id: $0.id, description: $0.description ?? "") }
        guard let poll = cached.poll, !poll.isOfCall else { return }
        options = poll.options
        isMultiple = poll.isMultiple
        hidesTotals = poll.hidesTotals
        let left = poll.expiresAt.map { ($0.milliseconds - now.milliseconds) / 1000 } ?? 0
        pollSeconds = ComposeBox.pollLengths.map(\.seconds).first { $0 >= left } ?? 86_400
    }
}
