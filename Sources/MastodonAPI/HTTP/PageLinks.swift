// The `Link` header of lists (RFC 8288, as Mastodon fills it): apps page by it, since cursors are not ids of items.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

extension APIResponse {
    /// Adds `next` where the page was full, and `prev` where it was not empty.
    ///
    /// - Parameter previous: the parameter that Mastodon documents for newer pages of this list, `min_id` or `since_id`.
    func linking<Item>(_ page: Page<Item>, _ request: APIRequest, previous: String = "min_id") -> APIResponse {
        var links: [String] = []
        if let oldest = page.oldest, page.isFull {
            links.append("<\(PageLinks.url(request, "max_id", oldest))>; rel=\"next\"")
        }
        if let newest = page.newest {
            links.append("<\(PageLinks.url(request, previous, newest))>; rel=\"prev\"")
        }
        guard !links.isEmpty else { return self }
        var answer = self
        answer.headers[.link] = links.joined(separator: ", ")
        return answer
    }
}

enum PageLinks {
    private static let cursors: Set<Substring> = ["max_id", "min_id", "since_id", "after"]

    /// The address of this request with another cursor; all other parameters of the query stay as they were sent.
    static func url(_ request: APIRequest, _ cursor: String, _ value: Int64) -> String {
        let kept = (request.query ?? "").split(separator: "&").filter { pair in
            !cursors.contains(pair.prefix { $0 != "=" })
        }
        let query = (kept.map(PageLinks.quoted) + ["\(cursor)=\(value)"]).joined(separator: "&")
        return "\(request.site.url)\(request.path)?\(query)"
    }

    /// Without the signs that would end the address in the header.
    private static func quoted(_ pair: Substring) -> String {
        var out = ""
        for scalar in pair.unicodeScalars {
            switch scalar {
            case "<": out += "%3C"
            case ">": out += "%3E"
            case "\"": out += "%22"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
