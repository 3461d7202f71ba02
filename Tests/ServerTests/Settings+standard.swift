// Settings as they come, but for some.

@testable import Server

extension Settings {
    /// Throws what `chorus serve` would say of the values.
    static func standard(but values: [String: String] = [:]) throws -> Settings {
        try Settings(
            Dictionary(uniqueKeysWithValues: Settings.entries.map { ($0.name, $0.standard) }).merging(values) { $1 }
        )
    }
}
