// The page of a call, as its template sees it.

internal import Basics
internal import Domain
internal import Services

extension CallPage {
    /// Said in place of a silent number before its first step, and while it is small: that is not 0.
    static var notShown: String { localized("not shown yet") }

    /// The names that `call.mustache` asks for.
    var fields: Fields {
        let warned = !call.spoilerText.allSatisfy(\.isWhitespace)
        var head = Head(
            title: localized("A call: {tag}", ["tag": "#\(call.tag.display)"]),
            description: preview(warned),
            canonical: canonicalURL,
            type: "article",
            image: pictureURL,
            indexable: isIndexable
        )
        head.imageAlt = pictureURL.map { _ in preview(warned) }
        head.isImageDrawn = pictureURL != nil
        head.tab = frame.canBeLeft ? localized("A call") : nil
        head.oembed = frame.oembedURL(of: canonicalURL)
        head.scripts += [Assets.timesScript, Assets.movementScript, Assets.goneScript] + frame.livingScripts
        let shared = MagnitudeFields(
            people: magnitude.people,
            rates: magnitude.rates,
            peak: magnitude.peak,
            since: call.createdAt,
            at: magnitude.at,
            curve: magnitude.curve,
            title: localized("People who answered over time"),
            path: "/api/chorus/v1/calls/\(call.id)/magnitude"
        )
        return Fields([
            "id": .text(String(call.id)),
            "moderation": .one(moderation.fields),
            "locked": .text(isLocked ? replyLock : nil),
            "author": .one(author.fields),
            "tag": .text(call.tag.display),
            "tagURL": .href("/tags/" + PercentEncoding.encode(call.tag.name)),
            "warned": .flag(warned),
            "warning": .html(author.emojis.html(escaping: call.spoilerText)),
            "prompt": .html(author.emojis.html(escaping: call.prompt)),
            "suggestedBy": .text(call.suggestedBy.allSatisfy(\.isWhitespace) ? nil : call.suggestedBy),
            "postURL": .href(postURL),
            "address": .text(postURL),
            "closed": .flag(isClosed),
            "closes": .one(
                closes.map {
                    TimeView(milliseconds: $0.milliseconds).fields
                        .merging(["word": .text(isClosed ? localized("Closed") : localized("Open until"))])
                }
            ),
            "spoke": .text(Words.number(magnitude.spoke)),
            "silent": .text(magnitude.silent.map { Words.number($0) } ?? CallPage.notShown),
            "silentAsOf": .one(magnitude.silentAsOf.map { TimeView(milliseconds: $0.milliseconds).fields }),
            "spokenOnly": .flag(magnitude.figures.silent?.breakdown == nil),
            "withoutOthers": .flag(magnitude.figures.silent?.hasOthers == true),
            "answers": .many(answerFields),
            "unspecified": .text(Words.number(magnitude.unspecified)),
            "reactions": .many([
                CallPage.reaction(
                    "replies",
                    magnitude.replies,
                    Words.noun(magnitude.replies, "reply", "replies"),
                    Words.forms("reply", "replies"),
                    after: localized(",|between figures")
                ),
                CallPage.reaction(
                    "reblogs",
                    magnitude.reblogs,
                    Words.noun(magnitude.reblogs, "boost", "boosts"),
                    Words.forms("boost", "boosts"),
                    after: localized(",|between figures")
                ),
                CallPage.reaction(
                    "favourites",
                    magnitude.favourites,
                    Words.noun(magnitude.favourites, "favourite", "favourites"),
                    Words.forms("favourite", "favourites"),
                    after: localized(".|after figures")
                ),
            ]),
            "form": .one(formFields),
            "answersHere": .flag(formFields != nil),
            "withYou": .text(withYou),
            "compose": .one(compose?.fields),
            "embeds": .many(embedFields),
            "share": .href("/share?url=\(PercentEncoding.encode(canonicalURL))"),
            "page": .text(canonicalURL),
            "picture": .link(pictureURL),
            "keeping": .one(keepingFields),
            "extension": .one(extensionFields),
            "done": .text(doneWords),
            "hasResources": .flag(!call.resources.isEmpty),
            "resources": .many(resourceFields),
            "hasSupported": .flag(!supported.isEmpty),
            "supported": .many(supported.map { $0.fields(.list) }),
            "newest": .many(newest.map { $0.fields(.list) }),
        ]).merging(shared.fields).merging(head.fields(in: frame))
    }

    /// A number with its word, by the name that the figures have as JSON.
    private static func reaction(
        _ name: String,
        _ count: Int64,
        _ word: String,
        _ forms: String,
        after: String
    ) -> Fields {
        Fields([
            "name": .text(name), "number": .text(Words.number(count)), "word": .text(word), "forms": .text(forms),
            "after": .text(after),
        ])
    }

    /// When it closed, or will.
    private var closes: Timestamp? { call.closedAt ?? call.closesAt }

    private func preview(_ warned: Bool) -> String {
        let people = Words.answered(magnitude)
        return warned
            ? localized("{people}: content warning, {text}", ["people": people, "text": call.spoilerText])
            : localized("{people}: {text}", ["people": people, "text": call.prompt])
    }

    private var answerFields: [Fields] {
        let most = magnitude.parts.map(\.people).max() ?? 0
        return magnitude.parts.enumerated().map { index, part in
            let width = most > 0 ? Int(Double(part.people) / Double(most) * 100) : 0
            return Fields([
                "index": .text(String(index)),
                "answer": .html(author.emojis.html(escaping: part.answer)),
                "people": .text(Words.number(part.people)),
                "unsplit": .flag(part.silent == nil),
                "spoke": .text(Words.number(part.spoke)),
                "silent": .text(part.silent.map { Words.number($0) } ?? CallPage.notShown),
                "width": .text(String(min(max(width, 0), 100))),
                "chosen": .flag(own?.choice == index),
            ])
        }
    }

    /// The form, for those who are signed in.
    private var formFields: Fields? {
        guard let csrf = frame.csrf else { return nil }
        let posts = own?.posts.count ?? 0
        return Fields([
            "csrf": .text(csrf),
            "action": .href("/calls/\(call.id)"),
            "answered": .flag(own != nil || waiting != nil),
            "own": .text(ownWords),
            "waits": .text(waitWords),
            "choices": .many(
                call.answers.enumerated().map { index, answer in
                    Fields([
                        "index": .text(String(index)), "answer": .html(author.emojis.html(escaping: answer)),
                        "chosen": .flag((own?.choice ?? waiting) == index),
                    ])
                }
            ),
            "deletable": .text(posts == 0 ? nil : Words.count(posts, "post", "posts")),
        ])
    }

    /// How who made the call can give it a later end; nil for all others, and for a call that was closed by hand.
    private var extensionFields: Fields? {
        guard isOwn, let csrf = frame.csrf, call.closedAt == nil else { return nil }
        // Longer than now where it is open, as long from now where its time is over.
        let start = max(call.closesAt ?? magnitude.at, magnitude.at)
        let ends = CallPage.extensions.map { (start + .seconds($0.days * 86_400), $0.words) }
            .filter { end, _ in CallDraft.problem(ofEnd: end, at: magnitude.at) == nil }
        return Fields([
            "csrf": .text(csrf),
            "action": .href("/calls/\(call.id)"),
            "possible": .flag(!ends.isEmpty),
            "ends": .many(
                ends.map { end, words in
                    let time = TimeView(milliseconds: end.milliseconds)
                    return Fields([
                        "moment": .text(time.iso),
                        "name": .text(localized("{length} ({date})", ["length": words, "date": time.date])),
                    ])
                }
            ),
        ])
    }

    /// What the number has to do with the reader, said beside it: it may not have moved yet.
    private var withYou: String? {
        guard let own else { return nil }
        if own.isSilent {
            return newcomerWords
                ?? localized(
                    "You are counted. The number moves ten people at a time, so that nobody can tell who: your silent answer "
                        + "appears in it with others."
                )
        }
        return localized("You are counted: your answer is in this number, a moment after you posted it.")
    }

    /// Why the number has not moved by a silent answer.
    private var waitWords: String? {
        guard own?.choice != nil else { return nil }
        return newcomerWords
            ?? localized(
                "You are counted. The number may wait: silent answers appear together, when those of at least ten people have come, "
                    + "so that nobody can tell who gave them."
            )
    }

    /// The same for somebody whose account is younger than a week.
    private var newcomerWords: String? {
        establishedAt.map {
            localized(
                "Your answer is kept. Your account is new: a silent answer can appear in the number once its account is a week old, "
                    + "yours after {date}, and only together with changes by at least ten people. In a quiet call that may take longer.",
                ["date": TimeView(milliseconds: $0.milliseconds).date]
            )
        }
    }

    /// What a newspaper puts into its page, in three sizes.
    private var embedFields: [Fields] {
        [
            ("small", localized("Small"), 320, 180), ("medium", localized("Medium"), 480, 270),
            ("large", localized("Large"), 640, 360),
        ].map {
            name,
            label,
            width,
            height in
            let address = "\(frame.url)/embed/calls/\(call.id)"
            let title = localized("How many people answered {tag}", ["tag": "#\(call.tag.display)"]).escapedForHTML()
            return Fields([
                "name": .text(name), "label": .text("\(label), \(width) × \(height)"),
                "snippet": .text(
                    "<iframe src=\"\(address)\" width=\"\(width)\" height=\"\(height)\" title=\"\(title)\" "
                        + "loading=\"lazy\" style=\"border:0;max-width:100%\"></iframe>"
                ),
            ])
        }
    }

    /// How who made the call keeps its help lines, and ends it.
    private var keepingFields: Fields? {
        guard isOwn, let csrf = frame.csrf else { return nil }
        let rows = min(call.resources.count + 2, CallForm.mostRows)
        return Fields([
            "csrf": .text(csrf),
            "action": .href("/calls/\(call.id)"),
            "open": .flag(!isClosed),
            "rows": .text(String(rows)),
            "resources": .many(
                (1...max(rows, 1)).map { row in
                    let line =
                        call.resources.indices.contains(row - 1) ? call.resources[row - 1] : CallResource(name: "")
                    return Fields([
                        "number": .text(String(row)), "country": .text(line.country),
                        "language": .text(line.language), "name": .text(line.name), "phone": .text(line.phone),
                        "url": .text(line.url),
                    ])
                }
            ),
        ])
    }

    private static var extensions: [(days: Int64, words: String)] {
        [
            (30, localized("30 days more")), (91, localized("three months more")),
            (182, localized("half a year more")), (365, localized("a year more")),
        ]
    }

    /// What the reader has answered, in a sentence.
    private var ownWords: String? {
        let choice = (own?.choice ?? waiting).flatMap {
            call.answers.indices.contains($0) ? localized("“{quoted}”", ["quoted": call.answers[$0]]) : nil
        }
        guard let own else {
            return choice.map {
                waitsForModerator
                    ? localized("Your answer {choice} waits, and is counted once you are let in.", ["choice": $0])
                    : localized(
                        "Your answer {choice} waits, and is counted once you have confirmed your e-mail address.",
                        ["choice": $0]
                    )
            }
        }
        switch (choice, own.isSilent) {
        case (let choice?, true):
            return localized("You have answered {choice}, silently: nobody is shown that you did.", ["choice": choice])
        case (let choice?, false):
            return localized(
                "You have answered in public, and chosen {choice}, which nobody is shown.",
                ["choice": choice]
            )
        case (nil, _): return localized("You have answered in public.")
        }
    }

    private var doneWords: String? {
        switch done {
        case nil: nil
        case .closed: localized("The call is closed. What was answered stays.")
        case .helped: localized("The help lines are changed.")
        case .extended:
            closes.map {
                localized("The call is open until {time}.", ["time": TimeView(milliseconds: $0.milliseconds).short])
            }
        case .answered where own == nil:
            localized("Your answer waits. Open the link in your mail, and you are counted.")
        case .answered: localized("You are counted. You can change your answer or take it back at any time.")
        case .withdrawn(let posts):
            localized(
                "You have taken your answer back. What you said in public is in no figure any more; a silent answer leaves "
                    + "them with their next step, together with changes of others."
            )
                + (posts == 0
                    ? "" : " " + Words.count(posts, "post of yours was deleted.", "posts of yours were deleted."))
        }
    }

    /// Help by country: everywhere last, the order within a country as given.
    private var resourceFields: [Fields] {
        var countries: [String] = []
        for resource in call.resources where !countries.contains(resource.country) {
            countries.append(resource.country)
        }
        let ordered = countries.filter { !$0.isEmpty } + countries.filter(\.isEmpty)
        return ordered.map { country in
            Fields([
                "country": .text(Words.country(country)),
                "items": .many(
                    call.resources.filter { $0.country == country }.map {
                        Fields([
                            "name": .text($0.name),
                            "language": .text($0.language.isEmpty ? nil : Words.language($0.language)),
                            "phone": .one(
                                $0.phone.isEmpty
                                    ? nil : Fields(["number": .text($0.phone), "dial": .phone($0.phone)])
                            ),
                            "url": .link($0.url),
                        ])
                    }
                ),
            ])
        }
    }
}
