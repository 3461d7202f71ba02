// Which Chorus this is.

public enum Version {
    /// Semantic version of this program.
    public static let current = "0.1.0"
}
