// What becomes of posts with private information in them: the admin's choice.

internal import Guard
public import Logging

/// How the guard of private information works on this server.
public struct GuardSettings: Sendable {
    public enum Mode: String, Sendable, CaseIterable {
        /// The author is asked; the same again within ten minutes goes through.
        case warn
        /// Nobody but the author sees it until a moderator decides.
        case hold
        case off
    }

    public var mode: Mode
    /// Hears that something was found, never what.
    public var logger: Logger
    let allowed: [Finding]

    /// - Parameter allowed: phone numbers (best with their country's code), addresses and the like that anybody may post.
    public init(mode: Mode = .off, allowed: [String] = [], logger: Logger = Logger(label: "chorus.guard")) {
        self.mode = mode
        self.allowed = allowed.flatMap { PrivacyScanner.findings(in: $0) }
        self.logger = logger
    }

    /// A line for the log; it never says what was found, only of which kind it is.
    func note(_ line: String) { logger.info("\(line)") }

    /// Which of `values` nothing is found in: a setting that would do nothing.
    public static func unknown(among values: [String]) -> [String] {
        values.filter { PrivacyScanner.findings(in: $0).isEmpty }
    }
}
