// Which Mastodon this server says it is like: apps switch features on by these two numbers.

internal import Basics

enum InstanceVersion {
    /// Begins with the Mastodon release whose client API is here. Apps read the number alone: IceCubes calls grouped
    /// notifications and their policy from 4.3 on.
    static let text = "4.3.0 (compatible; Chorus \(Version.current))"

    /// `api_versions.mastodon`: 2 promises grouped notifications; 7 would promise quotes.
    static let api = 2
}
