// The page of a picture, as its template sees it.

extension PicturePage {
    /// The names that `picture.mustache` asks for.
    var fields: Fields {
        let place = count == 1 ? "A picture" : "Picture \(number) of \(count)"
        let head = Head(title: "\(place) by \(author.name)")
        return Fields([
            "author": .one(author.fields),
            "place": .text(place),
            "postURL": .href(postURL),
            "warning": .html(warning.map { author.emojis.html(escaping: $0) }),
            "picture": .one(picture.fields),
            "pager": .one(pager(newer: previousURL, "Previous picture", older: nextURL, "Next picture")),
        ]).merging(head.fields(in: frame))
    }
}
