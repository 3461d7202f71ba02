// What becomes of posts with private information in them.

internal import Basics
internal import Services

extension Settings {
    /// The mode, and what may be posted by anybody.
    static func guarding(_ value: (String) -> String) throws -> (GuardSettings.Mode, [String]) {
        guard let mode = GuardSettings.Mode(rawValue: value("guard").lowercased()) else {
            throw SettingsError("guard is \"\(value("guard"))\": it must be warn, hold or off.")
        }
        let allowed = value("guard-allow").split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
        if let unknown = GuardSettings.unknown(among: allowed).first {
            throw SettingsError(
                "guard-allow has \"\(unknown)\": it must be phone numbers with their country's code, as +31 20 1234567, or addresses."
            )
        }
        return (mode, allowed)
    }
}
