// Addresses of pages and files, which are texts, Link objects, or lists of both.

internal import Basics

extension JSONValue {
    /// The web address of an object: of several Links the one that is HTML.
    func pageAddress(_ key: String) -> ObjectID? {
        let links = list(key, most: 20)
        let page = links.first { $0["mediaType"]?.string?.hasPrefix("text/html") == true }
        return (page ?? links.first)?.address
    }

    /// The address of a file and its type, the first that has `type` as its beginning if there is one.
    func file(_ key: String, preferring types: [String] = []) -> (address: ObjectID, mediaType: String?)? {
        let links = list(key, most: 50)
        func type(_ link: JSONValue) -> String? { link["mediaType"]?.string?.cut(to: 255) }
        let preferred = types.lazy.compactMap { start in links.first { type($0)?.hasPrefix(start) == true } }.first
        guard let link = preferred ?? links.first, let address = link.address else { return nil }
        return (address, type(link))
    }

    /// A text, the `href` of a Link, the `url` of an object.
    var address: ObjectID? {
        if let text = string { return ObjectID(text) }
        if let text = self["href"]?.string { return ObjectID(text) }
        return self["url"]?.first.flatMap { ($0.string ?? $0["href"]?.string).flatMap { ObjectID($0) } }
    }
}
