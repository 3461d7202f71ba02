// What may be compressed. Lengths of compressed answers tell something of what is in them, and anybody on the way sees them:
// where a secret stands beside text that somebody else chose, a guess of theirs that is right makes the answer shorter
// (BREACH, CVE-2013-3587). docs/decisions/0019-compression.md.

internal import Basics
internal import Connections
internal import HTTPTypes
internal import HummingbirdCore

enum CompressionPolicy {
    enum Audience: Equatable {
        /// The same bytes for all who ask.
        case everybody(isAsset: Bool)
        /// JSON made for whoever owns the token.
        case one
        /// A page made for whoever is signed in, with nothing in it that they alone know.
        case reader
    }

    /// Shorter bodies fit in one packet as they are; longer ones would take too much memory.
    static let lengths = 1024...(8 << 20)

    /// For whom an answer to GET is; nil for what is never compressed.
    static func audience(of response: Response, to request: Request) -> Audience? {
        guard let type = response.headers.first(.contentType).map(name), isText(type),
            !response.headers.contains(.contentEncoding), !response.headers.contains(.acceptRanges)
        else { return nil }
        let path = request.uri.path
        if response.headers.first(.cacheControl)?.hasPrefix("public") == true {
            return .everybody(isAsset: path.hasPrefix("/assets/"))
        }
        // Secrets of single use, and of those who wrote to the admins.
        guard !path.hasPrefix("/auth/"), !path.hasPrefix("/oauth/"), !isOfAdmins(path) else { return nil }
        guard !response.headers.contains(.setCookie) else { return nil }
        guard !request.headers.contains(.cookie) || isLanguage(request.headers[.cookie]) else {
            return type == "text/html" && mayTransform(response) && comesFromHere(request) ? .reader : nil
        }
        if !request.headers.contains(.authorization) { return .everybody(isAsset: false) }
        return type.hasSuffix("json") ? .one : nil
    }

    /// Whether who made the answer lets others give it another form (RFC 9111 §5.2.2.6). Pages do where they hold nothing private.
    private static func mayTransform(_ response: Response) -> Bool {
        response.headers[.cacheControl]?.contains("no-transform") == false
    }

    /// Whether the person asked, in a page of this server or by hand, and no page elsewhere: one that has the browser ask again and
    /// again, with words of its choice in the answer, would learn from the lengths. Browsers say so themselves, over HTTPS alone
    /// (W3C Fetch Metadata); of those that do not nothing is known.
    private static func comesFromHere(_ request: Request) -> Bool {
        let site = request.headers[.secFetchSite]
        return site == "same-origin" || site == "none"
    }

    /// The language that was chosen and nothing else: it is no secret, and who has only that is a stranger.
    private static func isLanguage(_ cookie: String?) -> Bool {
        guard let cookie else { return false }
        return cookie.hasPrefix("chorus_language=") && !cookie.utf8.contains(UInt8(ascii: ";"))
    }

    private static let admins = WordSearch("/admin/")

    /// Every answer comes by here, and `String.contains` takes many times as long.
    private static func isOfAdmins(_ path: String) -> Bool {
        var path = path
        return path.withUTF8 { admins.end(in: UnsafeRawBufferPointer($0)) != nil }
    }

    private static let ownMembers = [WordSearch("\"own_votes\":"), WordSearch("\"own_answer\":")]
    private static let visibility = WordSearch("\"visibility\":\"")

    /// Whether JSON for one person holds what they alone know: their votes and silent answers, or posts that are not for
    /// everybody. Texts have their quotation marks escaped, so nobody can write such a member into a post.
    static func holdsPrivateText(_ json: UnsafeRawBufferPointer) -> Bool {
        if ownMembers.contains(where: { $0.end(in: json) != nil }) { return true }
        var start = 0
        while let end = visibility.end(in: json, from: start) {
            // "direct" and "private"; the others are "public" and "unlisted".
            guard end + 1 < json.count, json[end] != UInt8(ascii: "d"), json[end + 1] != UInt8(ascii: "r") else {
                return true
            }
            start = end
        }
        return false
    }

    /// A comment of HTML of random length, which weighs up to 192 bytes compressed: two pages that differ in a word, a name or a button
    /// are not told apart by the length of one answer.
    static func padding() -> String { "<!-- \(RandomToken.make(length: .random(in: 0..<256))) -->\n" }

    /// Without parameters, in lower case.
    private static func name(_ type: String) -> String {
        // What nearly every answer is, without taking the text apart.
        switch type {
        case "application/json; charset=utf-8": return "application/json"
        case "text/html; charset=utf-8": return "text/html"
        default: break
        }
        return String(type.prefix { $0 != ";" && $0 != " " }).lowercased()
    }

    private static func isText(_ type: String) -> Bool {
        switch type {
        case "text/event-stream": false
        case "application/json", "text/html", "application/javascript": true
        default: type.hasPrefix("text/") || type.hasSuffix("+json") || type.hasSuffix("xml")
        }
    }
}

extension HTTPField.Name {
    // Written in the source: a token as RFC 9110 §5.1 wants it.
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .server
}
