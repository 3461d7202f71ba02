// The head of a document, and what surrounds each page.

internal import Basics

/// What the head of one page says.
struct Head {
    /// The title, without the server's name.
    var title: String
    /// What stands in the browser's tab and history instead, where the title would tell too much to others in the room.
    var tab: String?
    /// One or two sentences for previews, or nil.
    var description: String?
    /// The page's own address, absolute, or nil.
    var canonical: String?
    /// OpenGraph's type: `website`, `article`, `profile`.
    var type = "website"
    /// A picture for previews, absolute or a path on this server, or nil.
    var image: String?
    /// The same as an ActivityPub document, or nil.
    var activity: String?
    /// Search engines may list the page.
    var indexable = false
    /// What the picture shows, in words; with it the picture is shown large.
    var imageAlt: String?
    /// The picture is one of 1200 × 630 made for previews.
    var isImageDrawn = false
    /// The same as RSS, absolute, or nil.
    var feed: String?
    /// The oEmbed document of the page, absolute, or nil.
    var oembed: String?
    /// What runs on the page.
    var scripts: [Asset] = []

    /// The names that the layout asks for, beside the page's own.
    func fields(in frame: Frame) -> Fields {
        return Fields([
            "head": .one(
                Fields([
                    "title": .text(title),
                    "tab": .text(tab ?? title),
                    "description": .text(description.flatMap { Head.shortened($0) }),
                    "canonical": .link(canonical),
                    "type": .text(type),
                    "image": .link(image.map { $0.hasPrefix("/") ? frame.url + $0 : $0 }),
                    "activity": .link(activity),
                    "indexable": .flag(indexable),
                    "imageAlt": .text(imageAlt),
                    "drawn": .flag(isImageDrawn),
                    "card": .text(imageAlt == nil ? "summary" : "summary_large_image"),
                    "oembed": .link(oembed),
                    "feed": .link(feed),
                    "leave": .flag(frame.canBeLeft),
                    "scripts": .many(scripts.map { Fields(["src": .href($0.localized.path)]) }),
                    "serverName": .text(frame.serverName),
                ])
            ),
            "frame": .one(frame.fields),
        ])
    }

    /// At most 200 characters, cut between words, for previews.
    static func shortened(_ text: String) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return nil }
        var out = ""
        for word in words {
            if out.count + word.count + 1 > 200 {
                return out.isEmpty ? String(word.prefix(199)) + "…" : out + "…"
            }
            out += out.isEmpty ? String(word) : " " + word
        }
        return out
    }
}

extension Frame {
    /// Where programs that show a page of ours elsewhere learn how.
    func oembedURL(of canonical: String) -> String {
        "\(url)/api/oembed?format=json&url=\(PercentEncoding.encode(canonical))"
    }

    /// The names that the layout and the parts around a page ask for.
    var fields: Fields {
        Fields([
            "serverName": .text(serverName),
            "host": .text(host),
            "viewer": .one(viewer?.fields),
            "signedIn": .flag(viewer != nil), "isHidden": .flag(isHidden),
            "registrationsOpen": .flag(registrationsOpen),
            "signInURL": .href(signInURL),
            "signUpURL": .href(signUpURL),
            "signOutURL": .href(signOutURL),
            "moderates": .flag(moderates),
            "canSignOut": .flag(viewer != nil && csrf != nil),
            "csrf": .text(csrf),
            "here": .text(here),
            "done": .one(
                done.map {
                    Fields(["text": .text($0.text), "url": .link($0.url), "isPublished": .flag($0.isPublished)])
                }
            ),
            "places": .one(viewer == nil ? nil : placeFields),
            "livingStylesheet": .href(Assets.livingStylesheet.path),
            "stylesheet": .href(Assets.stylesheet.path),
            "favicon": .href(Assets.favicon.path),
            "leaveScript": .href(Assets.leaveScript.localized.path),
        ])
    }
}

extension Frame {
    /// What runs on pages of posts for who is signed in.
    var livingScripts: [Asset] { viewer == nil ? [] : [Assets.livingScript] }

    /// The bar of places, with where one is.
    private var placeFields: Fields {
        let path = here.prefix { $0 != "?" }
        return Fields([
            "atHome": .flag(
                path == "/home" || path == "/public" || path.hasPrefix("/public/") || path.hasPrefix("/lists/")
            ),
            "atNotifications": .flag(path.hasPrefix("/notifications")),
            "atSearch": .flag(path == "/search"),
            "atExplore": .flag(path == "/explore" || path == "/calls"),
            "atPublish": .flag(path == "/publish"),
            "unread": .text(
                unread == 0
                    ? nil : unread >= Pages.mostUnread ? Words.number(Pages.mostUnread - 1) + "+" : Words.number(unread)
            ),
        ])
    }
}

extension AccountView {
    /// The names that parts about an account ask for.
    var fields: Fields {
        Fields([
            "id": .text(id),
            "name": .text(name),
            "shownName": .html(shownName),
            "user": .text(String(handle.prefix { $0 != "@" })),
            "at": .text(String(handle.drop { $0 != "@" })),
            "url": .href(url),
            "avatar": .href(avatarURL.flatMap { $0.isSafeLink ? $0 : nil } ?? Assets.avatarSVG.path),
            "bot": .flag(bot),
        ])
    }
}
