// The name of a request: in its answer, in what is logged while it is worked on, and on pages that say that something failed.

/// Tells requests apart. Says nothing of who asked or what for.
public enum RequestID {
    /// Of the request that is being worked on.
    @TaskLocal public static var current: String?

    public static func make() -> String { RandomToken.make(length: 12) }
}
