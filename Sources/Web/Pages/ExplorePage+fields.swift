// Trends and open calls, as their template sees them.

internal import Basics
internal import Domain

extension ExplorePage {
    /// The names that `explore.mustache` asks for.
    var fields: Fields {
        let head = Head(
            title: "Explore",
            description: "What is unusual on \(frame.serverName) now, with the reasons, and the calls that are open.",
            canonical: canonicalURL,
            indexable: true
        )
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
    /// The names within a trend.
    fileprivate var fields: Fields {
        Fields([
            "name": .text(trend.tag.display),
            "url": .href("/tags/" + PercentEncoding.encode(trend.tag.name)),
            "people": .text(Words.number(trend.people)),
            "peopleWord": .text(trend.people == 1 ? "person" : "people"),
            "window": .text(window),
            "rate": .text(Words.rate(trend.rates)),
            "explanation": .text(trend.explanation),
            "spark": .html(Sparkline.svg(curve)),
        ])
    }

    /// "in an hour", "in 15 minutes".
    private var window: String {
        switch trend.window {
        case 3600: "in an hour"
        case 86_400: "in a day"
        case let seconds where seconds % 3600 == 0: "in \(seconds / 3600) hours"
        case let seconds: "in \(max(1, seconds / 60)) minutes"
        }
    }
}

extension Shelf {
    /// What makes a tag stand here.
    fileprivate var meaning: String {
        switch self {
        case .breaking: "Far more people than usual, since a short while ago."
        case .sustained: "Above its usual for a day or more. A new day does not end it."
        case .perennial: "Always there. Not news, and good to know."
        }
    }
}
