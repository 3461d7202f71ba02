// The form for a post, wherever it stands: on a page of its own, above the home timeline, under the post that is answered.

internal import Basics
internal import Domain
internal import Services

/// The form, as `compose-form.mustache` sees it.
struct ComposeBox: Sendable {
    var form: ComposeForm
    /// Proof for the form: of the session, or of the browser where there is none any more.
    var csrf: String
    /// What was uploaded, as far as it is still there.
    var media: [MediaAttachment] = []
    /// With few languages, and all that is rarer folded away.
    var isSmall = false
    /// What is wrong, in a sentence.
    var error: String?
    /// What is worth knowing before one writes.
    var notice: String?
    /// The session is over: name and password go with the form.
    var asksToSignIn = false
    /// Who wrote it, then.
    var writer: Int64?
    var login = ""
    /// The password was right, and a code is asked for as well.
    var asksForCode = false
    /// To say what clocks elsewhere show.
    var now: Timestamp
    /// The date is asked for.
    var opensLater = false
    var site: Site
    var limits: Limits
    /// Said in place of the usual words.
    var label: String?
    var verb: String?
    /// Who writes; nil where the session is over.
    var account: Int64?
    /// It concerns a sensitive call: what is written is not kept in the browser.
    var isPrivate = false
    /// What the account speaks unless it says otherwise.
    var ownLanguage: String?

    static var pollLengths: [(seconds: Int64, words: String)] {
        [
            (300, localized("5 minutes")), (1800, localized("30 minutes")), (3600, localized("1 hour")),
            (21_600, localized("6 hours")), (43_200, localized("12 hours")),
            (86_400, localized("1 day")), (259_200, localized("3 days")), (604_800, localized("7 days")),
            (2_592_000, localized("30 days")),
        ]
    }

    private static var audiences: [(visibility: Visibility, words: String)] {
        [
            (.public, localized("Public: everyone, in all timelines")),
            (.unlisted, localized("Public, not listed: everyone who looks, not in timelines")),
            (.private, localized("Followers only: those who follow you, and those named")),
            (.direct, localized("Only the people mentioned: nobody else")),
        ]
    }

    private static let few = ["en", "es", "fr", "de", "pt", "it", "ar", "hi", "ja", "ko"]

    /// Tells the ids of several forms on a page apart, and what was written in one from what was written in another.
    private var place: String {
        switch form.subject {
        case .new: "compose"
        case .reply(let id): "reply-\(id)"
        case .quote(let id): "quote-\(id)"
        case .edit(let id), .redraft(let id): "edit-\(id)"
        }
    }

    var fields: Fields {
        let isEdit = if case .edit = form.subject { true } else { false }
        let isReply = if case .reply = form.subject { true } else { false }
        return Fields([
            "place": .text(place),
            "account": .text(account.map { String($0) }),
            "csrf": .text(csrf),
            "key": .text(form.key),
            "returnTo": .text(form.returnTo),
            "named": .many(named),
            "small": .flag(isSmall),
            "private": .flag(isPrivate),
            "error": .text(error),
            "notice": .text(notice),
            "signIn": .one(asksToSignIn ? signInFields(place, login, writer) : nil),
            "secondFactor": .one(asksForCode ? signInFields(place, login, writer) : nil),
            "label": .text(
                label
                    ?? (isReply
                        ? localized("Your reply")
                        : isEdit ? localized("Your post") : localized("What would you like to say?"))
            ),
            "verb": .text(
                asksToSignIn || asksForCode
                    ? localized("Sign in and publish")
                    : verb ?? (isEdit ? localized("Save changes") : isReply ? localized("Reply") : localized("Publish"))
            ),
            "text": .text(form.text),
            "rows": .text(isSmall ? "3" : "8"),
            "most": .text(String(limits.statusCharacters)),
            "warning": .text(form.spoilerText),
            "sensitive": .flag(form.isSensitive),
            "opened": .flag(
                !form.spoilerText.isEmpty || !form.files.isEmpty || form.poll != nil
                    || ![nil, .everyone].contains(form.replyPolicy)
            ),
            "canWait": .flag(isSmall && form.canWait),
            "later": .one(
                isSmall || !form.canWait
                    ? nil
                    : Fields([
                        "place": .text(place),
                        "opened": .flag(opensLater || !form.later.typed.isEmpty),
                        "time": .one(form.later.fields(at: now, place: place)),
                    ])
            ),
            "audience": .one(isEdit ? nil : audience),
            "repliers": .one(isEdit ? nil : repliers),
            "languages": .many(languages),
            "files": .many(fileFields),
            "canAdd": .flag(form.files.count < limits.media.attachments),
            "left": .text(Words.count(limits.media.attachments - form.files.count, "file", "files")),
            "newDescription": .text(form.newDescription),
            "descriptionMost": .text(String(limits.media.descriptionCharacters)),
            "polled": .flag(form.poll != nil),
            "options": .many(
                (0..<ComposeForm.pollLines).map { line in
                    Fields([
                        "place": .text(place), "number": .text(String(line + 1)),
                        "most": .text(String(limits.polls.optionCharacters)),
                        "value": .text(form.options.indices.contains(line) ? form.options[line] : ""),
                    ])
                }
            ),
            "lengths": .many(
                ComposeBox.pollLengths.map {
                    ComposeBox.option(String($0.seconds), $0.words, isChosen: $0.seconds == form.pollSeconds)
                }
            ),
            "multiple": .flag(form.isMultiple),
            "hides": .flag(form.hidesTotals),
        ])
    }

    /// What the form is about, in hidden fields.
    private var named: [Fields] {
        var pairs: [(String, Int64)] = []
        switch form.subject {
        case .new, .reply, .quote: break
        case .edit(let id): pairs.append(("edit", id))
        case .redraft(let id): pairs.append(("redraft", id))
        }
        if let parent = form.inReplyTo { pairs.append(("in_reply_to", parent)) }
        if let quoted = form.quotedID { pairs.append(("quote", quoted)) }
        if let waiting = form.scheduledID { pairs.append(("scheduled", waiting)) }
        return pairs.map { Fields(["name": .text($0.0), "value": .text(String($0.1))]) }
    }

    private var audience: Fields {
        Fields([
            "place": .text(place),
            "options": .many(
                ComposeBox.audiences.map {
                    ComposeBox.option($0.visibility.name, $0.words, isChosen: $0.visibility == form.visibility)
                }
            ),
        ])
    }

    private var repliers: Fields {
        let chosen = form.replyPolicy ?? .everyone
        return Fields([
            "place": .text(place),
            "options": .many(
                ReplyPolicy.offered.map { ComposeBox.option($0.name, $0.choice, isChosen: $0 == chosen) }
            ),
        ])
    }

    private var languages: [Fields] {
        let chosen = form.language ?? ownLanguage
        var shown = Language.all
        if isSmall {
            let codes = [chosen, ownLanguage].compactMap(\.self) + ComposeBox.few
            shown = codes.reduce(into: []) { list, code in
                guard let language = Language.named(code), !list.contains(language) else { return }
                list.append(language)
            }
        }
        let known = shown.map {
            ComposeBox.option($0.code, "\($0.nativeName) (\($0.name))", isChosen: $0.code == chosen)
        }
        return [ComposeBox.option("", localized("Not said"), isChosen: chosen == nil)] + known
    }

    private var fileFields: [Fields] {
        form.files.enumerated().map { index, file in
            let attachment = media.first { $0.id == file.id }
            return Fields([
                "place": .text(place),
                "id": .text(String(file.id)),
                "preview": .link((attachment?.previewPath ?? attachment?.path).map { site.pageURL(ofFile: $0) }),
                "word": .text("\(ComposeBox.word(for: attachment)) \(Words.number(index + 1))"),
                "waits": .flag(attachment?.state == .processing),
                "description": .text(file.description),
                "descriptionMost": .text(String(limits.media.descriptionCharacters)),
            ])
        }
    }

    private static func word(for media: MediaAttachment?) -> String {
        switch media?.kind {
        case .image: localized("Picture")
        case .video, .gifv: localized("Video")
        case .audio: localized("Audio")
        case .unknown, nil: localized("File")
        }
    }

    private static func option(_ value: String, _ words: String, isChosen: Bool) -> Fields {
        Fields(["value": .text(value), "name": .text(words), "isChosen": .flag(isChosen)])
    }
}
