// Scopes as apps write them, checked and without doubles.

internal import Domain

/// A list of known scope names without doubles, in the order written.
struct ScopeText: Equatable {
    /// Separated by single spaces.
    let text: String
    let scopes: Scopes

    /// `read` where none is named; nil where one is unknown.
    init?(_ written: String?) {
        var names: [String] = []
        for name in Scopes.split(written ?? "") where !names.contains(name) {
            // Known names bound the list.
            guard names.count < Scopes.names.count else { return nil }
            names.append(name)
        }
        text = names.isEmpty ? "read" : names.joined(separator: " ")
        guard let scopes = Scopes(text: text) else { return nil }
        self.scopes = scopes
    }
}
