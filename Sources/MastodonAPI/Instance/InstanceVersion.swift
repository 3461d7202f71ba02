// Which Mastodon this server says it is like: apps switch features on by these two numbers.

internal import Basics

enum InstanceVersion {
    /// Begins with the Mastodon release whose client API is here. Some apps read the number alone, and switch on with 4.3
    /// grouped notifications, with 4.5 quotes.
    static let text = "4.5.0 (compatible; Chorus \(Version.current))"

    /// `api_versions.mastodon`: 2 promises grouped notifications, 4 Web Push by the standard, 6 endorsements, 7 quotes.
    static let api = 7
}
