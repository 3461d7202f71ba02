// Which Mastodon this server says it is like: apps switch features on by these two numbers.

internal import Basics

enum InstanceVersion {
    /// The Mastodon release whose client API is here, with build metadata (https://semver.org/#spec-item-10) that names this
    /// program: apps switch on grouped notifications with 4.3 and quotes with 4.5, and some of them read no version with a
    /// space in it.
    static let text = "4.5.0+chorus.\(Version.current)"

    /// `api_versions.mastodon`: 2 promises grouped notifications, 4 Web Push by the standard, 6 endorsements, 7 quotes.
    static let api = 7
}
