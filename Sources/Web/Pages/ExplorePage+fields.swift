// Trends and open calls, as their template sees them.

internal import Basics
internal import Domain

extension ExplorePage {
    /// The names that `explore.mustache` asks for.
    var fields: Fields {
        var head = Head(
            title: localized("Explore"),
            description: localized(
                "What is unusual on {server} now, with the reasons, and the calls that are open.",
                ["server": frame.serverName]
            ),
            canonical: canonicalURL,
            indexable: true
        )
        head.scripts.append(Assets.goneScript)
        let shelves = Shelf.allCases.compactMap { shelf -> Fields? in
            let lines = trends.filter { $0.trend.shelf == shelf }
            guard !lines.isEmpty else { return nil }
            return Fields([
                "id": .text(shelf.name),
                "title": .text(shelf.title),
                "meaning": .text(shelf.meaning),
                "trends": .many(lines.map(\.fields)),
            ])
        }
        return Fields([
            "hasTrends": .flag(!shelves.isEmpty),
            "shelves": .many(shelves),
            "hasCalls": .flag(!calls.isEmpty),
            "calls": .many(calls.map(\.fields)),
        ]).merging(head.fields(in: frame))
    }
}

extension ExplorePage.Line {
    /// The names that `trend-line.mustache` asks for.
    var fields: Fields {
        Fields([
            "name": .text(trend.tag.display),
            "url": .href("/tags/" + PercentEncoding.encode(trend.tag.name)),
            "people": .text(Words.number(trend.people)),
            "peopleWord": .text(Words.noun(trend.people, "person", "people")),
            "window": .text(trend.windowWords),
            "rate": .text(Words.rate(trend.rates)),
            "explanation": .text(trend.words),
            "spark": .html(Sparkline.svg(curve)),
        ]).merging(trend.companionFields)
    }
}

extension Trend {
    /// What is shown with it, by kind.
    var companionFields: Fields {
        let spellings = companions.filter { $0.kind == .spelling }
        let shared = companions.filter { $0.kind == .people }
        return Fields([
            "hasSpellings": .flag(!spellings.isEmpty),
            "spellings": .many(spellings.map(\.fields)),
            "hasShared": .flag(!shared.isEmpty),
            "shared": .many(shared.map(\.fields)),
            "moreCompanions": .text(Words.countIfAny(moreCompanions, "more tag", "more tags")),
        ])
    }
}

extension TrendCompanion {
    /// The names within a tag that is shown with a trend.
    fileprivate var fields: Fields {
        Fields([
            "name": .text(tag.display),
            "url": .href("/tags/" + PercentEncoding.encode(tag.name)),
            "people": .text(Words.number(people)),
            "peopleWord": .text(Words.noun(people, "person", "people")),
        ])
    }
}

extension Shelf {
    /// What makes a tag stand here.
    fileprivate var meaning: String {
        switch self {
        case .breaking: localized("Far more people than usual, since a short while ago.")
        case .sustained: localized("Above its usual for a day or more. A new day does not end it.")
        case .perennial: localized("Always there. Not news, and good to know.")
        }
    }
}
