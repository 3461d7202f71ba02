// An app introduces itself.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// An app and the one moment in which its secret is known.
public struct NewApp: Sendable, Equatable {
    public var app: RegisteredApp
    public var secret: String
}

extension Services {
    /// Registers an app. Throws `ServiceError.invalid` with a sentence where something is wrong.
    ///
    /// - Parameters:
    ///   - redirectURIs: those it may be sent back to; texts of several, parted by white space, are taken apart.
    ///   - scopes: the most it will ask for; `read` if nil or blank.
    ///   - website: its page, http(s); none if nil or blank.
    public func registerApp(
        name: String,
        redirectURIs: [String],
        scopes: String?,
        website: String?
    ) async throws -> NewApp {
        let name = AppRules.withoutControls(name)
        guard !name.isEmpty else { throw ServiceError.ofApp("Application name can't be blank") }
        guard name.utf8.count <= 4 * AppRules.nameCharacters, name.unicodeScalars.count <= AppRules.nameCharacters
        else {
            throw ServiceError.ofApp("Application name must have \(most: AppRules.nameCharacters) characters or fewer")
        }
        let uris = redirectURIs.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        guard !uris.isEmpty else { throw ServiceError.ofApp("Redirect URI can't be blank") }
        guard uris.reduce(0, { $0 + $1.utf8.count + 1 }) <= RedirectURI.maximumBytes else {
            throw ServiceError.ofApp(
                "Redirect URI must have \(most: RedirectURI.maximumBytes) characters or fewer in all"
            )
        }
        guard uris.allSatisfy(RedirectURI.isValid) else {
            throw ServiceError.ofApp(
                "Redirect URI must be an absolute URI without a fragment, of a scheme that is not run"
            )
        }
        guard let scopes = ScopeText(scopes) else {
            throw ServiceError.ofApp("Scopes must be those that this server knows")
        }
        let site = (website ?? "").trimmed
        guard site.isEmpty || AppRules.isWebsite(site) else {
            throw ServiceError.ofApp("Website must be an http or https URL of 2000 characters or fewer")
        }
        let secret = RandomToken.make()
        let app = RegisteredApp(
            id: ids.next(),
            clientID: RandomToken.make(),
            secretHash: GrantCache.hash(secret),
            name: name,
            website: site.isEmpty ? nil : site,
            redirectURIs: uris,
            scopes: scopes.text,
            createdAt: clock.now()
        )
        try await change { try OAuthQueries.insert(app, $0.connection) }
        return NewApp(app: app, secret: secret)
    }
}

/// What an app may be called and point to.
enum AppRules {
    static let nameCharacters = 60

    /// Control characters have no place in a line, and PostgreSQL stores no U+0000.
    ///
    /// - Parameter keepingLines: the text may have more lines than one.
    static func withoutControls(_ text: String, keepingLines: Bool = false) -> String {
        let kept = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F || keepingLines && $0 == "\n" }
        return String(String.UnicodeScalarView(kept)).trimmed
    }

    /// An http(s) address; unlike a redirect URI it may have a fragment.
    static func isWebsite(_ text: String) -> Bool {
        let scheme = text.prefix(8).lowercased()
        return (scheme.hasPrefix("https://") || scheme.hasPrefix("http://"))
            && RedirectURI.isValid(text.filter { $0 != "#" })
    }
}
