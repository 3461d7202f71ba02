// In which order people can be found.

/// Which people come first.
public enum DirectoryOrder: Sendable, CaseIterable {
    /// Who posted last.
    case active
    /// Who signed up last.
    case new
    /// Who has most followers.
    case followed
}
