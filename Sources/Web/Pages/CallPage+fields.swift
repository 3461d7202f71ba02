// The page of a call, as its template sees it.

internal import Basics
internal import Domain
internal import Services

extension CallPage {
    /// Said in place of a silent number before its first step, and while it is small: that is not 0.
    static let notShown = "not shown yet"

    /// The names that `call.mustache` asks for.
    var fields: Fields {
        let warned = !call.spoilerText.allSatisfy(\.isWhitespace)
        var head = Head(
            title: "A call: #\(call.tag.display)",
            description: preview(warned),
            canonical: canonicalURL,
            type: "article",
            image: pictureURL,
            indexable: true
        )
        head.imageAlt = pictureURL.map { _ in preview(warned) }
        head.isImageDrawn = pictureURL != nil
        head.tab = frame.canBeLeft ? "A call" : nil
        head.oembed = frame.oembedURL(of: canonicalURL)
        head.scripts += [Assets.timesScript, Assets.movementScript]
        let shared = MagnitudeFields(
            people: magnitude.people,
            rates: magnitude.rates,
            peak: magnitude.peak,
            since: call.createdAt,
            at: magnitude.at,
            curve: magnitude.curve,
            title: "People who answered over time",
            path: "/api/chorus/v1/calls/\(call.id)/magnitude"
        )
        return Fields([
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
                        .merging(["word": .text(isClosed ? "Closed" : "Open until")])
                }
            ),
            "spoke": .text(Words.number(magnitude.spoke)),
            "silent": .text(magnitude.silent.map { Words.number($0) } ?? CallPage.notShown),
            "silentAsOf": .one(magnitude.silentAsOf.map { TimeView(milliseconds: $0.milliseconds).fields }),
            "spokenOnly": .flag(magnitude.figures.silent?.breakdown == nil),
            "answers": .many(answerFields),
            "unspecified": .text(Words.number(magnitude.unspecified)),
            "reactions": .many([
                CallPage.reaction("replies", magnitude.replies, "reply", "replies", after: ","),
                CallPage.reaction("reblogs", magnitude.reblogs, "boost", "boosts", after: ","),
                CallPage.reaction("favourites", magnitude.favourites, "favourite", "favourites", after: "."),
            ]),
            "form": .one(formFields),
            "done": .text(doneWords),
            "hasResources": .flag(!call.resources.isEmpty),
            "resources": .many(resourceFields),
            "hasSupported": .flag(!supported.isEmpty),
            "supported": .many(supported.map { $0.fields(.list) }),
            "newest": .many(newest.map { $0.fields(.list) }),
        ]).merging(shared.fields).merging(head.fields(in: frame))
    }

    /// A number with its word, by the name that the figures have as JSON.
    private static func reaction(_ name: String, _ count: Int64, _ one: String, _ many: String, after: String) -> Fields
    {
        Fields([
            "name": .text(name), "number": .text(Words.number(count)), "one": .text(one), "many": .text(many),
            "word": .text(count == 1 ? one : many), "after": .text(after),
        ])
    }

    /// When it closed, or will.
    private var closes: Timestamp? { call.closedAt ?? call.closesAt }

    private func preview(_ warned: Bool) -> String {
        let people = Words.count(magnitude.people, "person has", "people have")
        return "\(people) answered: \(warned ? "content warning, \(call.spoilerText)" : call.prompt)"
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
            "waits": .flag(own?.choice != nil),
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

    /// What the reader has answered, in a sentence.
    private var ownWords: String? {
        let choice = (own?.choice ?? waiting).flatMap {
            call.answers.indices.contains($0) ? "“\(call.answers[$0])”" : nil
        }
        guard let own else {
            return choice.map { "Your answer \($0) waits, and is counted once you have confirmed your e-mail address." }
        }
        switch (choice, own.isSilent) {
        case (let choice?, true): return "You have answered \(choice), silently: nobody is shown that you did."
        case (let choice?, false): return "You have answered in public, and chosen \(choice), which nobody is shown."
        case (nil, _): return "You have answered in public."
        }
    }

    private var doneWords: String? {
        switch done {
        case nil: nil
        case .answered where own == nil: "Your answer waits. Open the link in your mail, and you are counted."
        case .answered: "You are counted. You can change your answer or take it back at any time."
        case .withdrawn(let posts):
            "You have taken your answer back. What you said in public is in no figure any more; a silent answer leaves "
                + "them with their next step, together with changes of others."
                + (posts == 0 ? "" : " \(Words.count(posts, "post of yours was", "posts of yours were")) deleted.")
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
