// Poll, call, quote and card of a post, as the templates see them.

internal import Domain

extension PollView {
    /// The names that `poll.mustache` asks for.
    func fields(_ emojis: EmojiPictures, at now: TimeView?) -> Fields {
        let most = options.compactMap(\.votes).max() ?? 0
        return Fields([
            "options": .many(
                options.map { option in
                    // Of people, not of votes, as Mastodon: with several votes each the shares are more than a hundred.
                    let percent = option.votes.map { PollView.percent($0, of: voters ?? 0) }
                    return Fields([
                        "title": .html(emojis.html(escaping: option.title)),
                        "isOwn": .flag(option.isOwn),
                        "counted": .flag(percent != nil),
                        "share": .text(Words.percent(percent ?? 0)),
                        "width": .text(String(percent ?? 0)),
                        "leads": .flag(most > 0 && option.votes == most),
                    ])
                }
            ),
            "vote": .one(voteFields(emojis)),
            "people": .text(
                voters.map {
                    $0 == 0
                        ? localized("Nobody has voted.") : Words.count($0, "person has voted.", "people have voted.")
                } ?? localized("Small numbers of silent answers are not shown yet.")
            ),
            "multiple": .flag(isMultiple),
            "hidden": .flag(voters != nil && options.contains { $0.votes == nil }),
            "ends": .one(
                endsAt.map { $0.fields(at: now).merging(["over": .flag(isClosed)]) }
            ),
        ])
    }

    /// The form to vote with.
    private func voteFields(_ emojis: EmojiPictures) -> Fields? {
        votedAt.map { status in
            Fields([
                "status": .text(String(status)),
                "choices": .many(
                    options.enumerated().map { index, option in
                        Fields([
                            "status": .text(String(status)), "index": .text(String(index)),
                            "type": .text(isMultiple ? "checkbox" : "radio"),
                            "title": .html(emojis.html(escaping: option.title)),
                        ])
                    }
                ),
            ])
        }
    }

    static func percent(_ votes: Int, of voters: Int) -> Int {
        guard voters > 0 else { return 0 }
        return min(max(Int((Double(votes) / Double(voters) * 100).rounded()), 0), 100)
    }
}

extension CallFigures {
    /// The names that `status.mustache` and `status-body.mustache` ask for.
    func fields(_ emojis: EmojiPictures) -> Fields {
        let most = answers.map(\.people).max() ?? 0
        return Fields([
            "url": .href(url),
            "people": .text(Words.number(people)),
            "peopleWord": .text(peopleWord),
            "closed": .flag(isClosed),
            "answers": .many(
                answers.map { answer in
                    let width = most > 0 ? Double(answer.people) / Double(most) * 100 : 0
                    return Fields([
                        "answer": .html(emojis.html(escaping: answer.answer)),
                        "people": .text(Words.number(answer.people)),
                        "width": .text(String(Int(min(max(width, 0), 100)))),
                    ])
                }
            ),
            "spokenOnly": .flag(!isWhole),
        ])
    }

    private var peopleWord: String {
        if isSpokenOnly { return localized("{sentence}.", ["sentence": Words.answeredNoun(people, aloud: true)]) }
        return isClosed
            ? Words.noun(people, "person has answered this closed call.", "people have answered this closed call.")
            : Words.noun(people, "person has answered this call.", "people have answered this call.")
    }
}

extension QuotedView {
    /// The names that `quote.mustache` asks for.
    var fields: Fields {
        var (post, link, notice): (Fields?, String?, String?)
        switch self {
        case .post(let view): post = view.fields(.list)
        case .link(let url): link = url
        case .notice(let words): notice = words
        }
        return Fields(["post": .one(post), "link": .link(link), "notice": .text(notice)])
    }
}

extension CardView {
    /// The names that `card.mustache` asks for.
    /// - Parameter withPicture: not in the open where the post is marked as sensitive.
    func fields(withPicture: Bool) -> Fields {
        let image = withPicture ? imageURL.flatMap { $0.isSafeLink ? $0 : nil } : nil
        let isWide = (width ?? 0) >= 400 && (width ?? 0) > (height ?? 0)
        return Fields([
            "url": .href(url),
            "title": .text(title.allSatisfy(\.isWhitespace) ? url : title),
            "description": .text(description.allSatisfy(\.isWhitespace) ? nil : description),
            "provider": .text(provider),
            "author": .text(author.allSatisfy(\.isWhitespace) ? nil : author),
            "wide": .flag(image != nil && isWide),
            "pictured": .flag(image != nil),
            "image": .link(image),
            "alt": .text(imageDescription),
            "sized": .flag(width != nil && height != nil),
            "width": .text(width.map(String.init)),
            "height": .text(height.map(String.init)),
        ])
    }
}

extension TimeView {
    /// So long ago where it is known when that is said, else the moment.
    func words(at now: TimeView?) -> String { now.map { relative(to: $0) } ?? short }

    /// For `<time datetime="{{.datetime}}" title="{{.moment}}">{{.time}}</time>`.
    func fields(at now: TimeView?) -> Fields {
        Fields(["datetime": .text(iso), "moment": .text(long), "time": .text(words(at: now))])
    }
}
