// The page of a post that is being written.

/// The form with what it is about: the post that is answered, quoted or changed.
struct ComposePage: PageModel {
    static let template = "compose"

    var frame: Frame
    var box: ComposeBox
    /// The post that is answered or quoted.
    var about: StatusView?

    private var title: String {
        switch box.form.subject {
        case .new: localized("Write a post")
        case .reply: localized("Reply")
        case .quote: localized("Quote a post")
        case .edit: localized("Edit your post")
        case .redraft: localized("Write your post again")
        }
    }

    private var hint: String? {
        switch box.form.subject {
        case .new, .reply, .quote: nil
        case .edit: localized("People who boosted it are told, and anybody can read what it said before.")
        case .redraft:
            localized(
                "The old post is deleted when you publish this one, with its boosts, favourites and place in threads. Until then "
                    + "it stays as it is."
            )
        }
    }

    var fields: Fields {
        var head = Head(title: title)
        head.scripts = [Assets.livingScript]
        return Fields([
            "title": .text(title),
            "hint": .text(hint),
            "about": .one(about.map { QuotedView.post($0).fields }),
            "compose": .one(box.fields),
        ]).merging(head.fields(in: frame))
    }
}
