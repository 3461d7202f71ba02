// What lets a browser install these pages as an app: the manifest, the service worker, and the page for when one is offline.

internal import Basics
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Services

extension Pages {
    /// W3C, Web Application Manifest. Linked only on pages of who is signed in.
    func manifest() -> PageAnswer {
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        json.field("id", "/")
        json.field("name", services.site.title)
        json.field("start_url", "/home")
        json.field("scope", "/")
        json.field("display", "standalone")
        json.field("background_color", "#fbf6ee")
        json.field("theme_color", "#fbf6ee")
        json.array("icons") { json in
            json.beginObject()
            json.field("src", Assets.favicon.path)
            json.field("sizes", "any")
            json.field("type", Assets.favicon.contentType)
            json.endObject()
        }
        // What a phone's own menu hands over (Web Share Target, 3).
        json.object("share_target") { json in
            json.field("action", "/share")
            json.field("method", "GET")
            // What it is without it, but browsers ask for it.
            json.field("enctype", "application/x-www-form-urlencoded")
            json.object("params") { json in
                json.field("title", "title")
                json.field("text", "text")
                json.field("url", "url")
            }
        }
        json.endObject()
        var answer = PageAnswer(status: .ok, headers: [.contentType: "application/manifest+json"])
        answer.html = String(decoding: json.bytes, as: UTF8.self)
        return answer
    }

    /// What a browser shows in place of a page while the network is away.
    func offlinePage(_ request: PageRequest) -> PageAnswer {
        var page = MessagePage(
            frame: request.reader.frame,
            title: localized("You are offline"),
            text: localized("This page needs the network. What you were writing stays in its tab.")
        )
        page.action = .init(label: localized("Try again"), url: "/home")
        return .page(renderer.message(page))
    }

    /// At the root, for what it may look after; asked for again at each visit.
    static func serviceWorker(_ request: Request) -> Response {
        let script = Assets.serviceWorker
        var headers: HTTPFields = [
            .eTag: script.etag, .cacheControl: "no-cache", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "default-src 'none'; connect-src 'self'",
        ]
        if let known = request.headers[.ifNoneMatch], EntityTag.isAmong(known, script.etag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = script.contentType
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: script.bytes)))
    }
}
