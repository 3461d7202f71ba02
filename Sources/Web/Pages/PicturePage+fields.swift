// The page of a picture, as its template sees it.

extension PicturePage {
    /// The names that `picture.mustache` asks for.
    var fields: Fields {
        let place =
            count == 1
            ? localized("A picture")
            : localized("Picture {number} of {count}", ["number": Words.number(number), "count": Words.number(count)])
        let head = Head(title: localized("{place} by {name}", ["name": author.name, "place": place]))
        return Fields([
            "author": .one(author.fields),
            "place": .text(place),
            "postURL": .href(postURL),
            "warning": .html(warning.map { author.emojis.html(escaping: $0) }),
            "picture": .one(picture.fields),
            "pager": .one(
                pager(newer: previousURL, localized("Previous picture"), older: nextURL, localized("Next picture"))
            ),
        ]).merging(head.fields(in: frame))
    }
}
