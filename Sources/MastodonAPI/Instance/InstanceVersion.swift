// Which Mastodon this server says it is like: apps switch features on by these two numbers.

internal import Basics

enum InstanceVersion {
    /// Begins with the Mastodon release whose client API is here. Apps read the number alone: IceCubes calls grouped
    /// notifications and their policy from 4.3 on, and nothing else when it reads 4.3. They are not here, so it is 4.2.
    static let text = "4.2.0 (compatible; Chorus \(Version.current))"

    /// `api_versions.mastodon`: 2 would promise grouped notifications, 7 quotes.
    static let api = 1
}
