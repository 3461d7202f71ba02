// How often something may be done: the families of limits, with Mastodon's numbers as defaults.

/// What is counted together.
public enum RateFamily: Int, Sendable, CaseIterable {
    /// All requests of an account.
    case user
    /// All requests with one token.
    case token
    /// All requests without a token, by address.
    case anonymous
    /// Requests for a further page of a list.
    case paging
    /// New accounts, by address.
    case signUp
    /// New apps, by address.
    case appRegistration
    /// Attempts to sign in, by address.
    case signIn
    /// New statuses, edits and reblogs of an account.
    case statuses
    /// Follows of an account.
    case follows
    /// Reports of an account.
    case reports
    /// Files that an account uploads.
    case media
    /// Wrong passwords at one login, whether or not anybody has it.
    case guesses
    /// Wishes for a link to choose another password, for one e-mail address, whether or not anybody has it.
    case resets
    /// Wishes for a letter with a link, of an account or by address.
    case mail
    /// Files of other servers that are not here yet, by the address of whoever looks at them.
    case remoteFiles
    /// Deletions of what is not here, by the server that deletes it.
    case tombstones
    /// Reports by another server.
    case serverReports
    /// Connections that begin with a handshake of TLS, by address.
    case handshakes
}

/// At most `count` in each window of `seconds`.
public struct RateLimit: Sendable, Equatable {
    public var count: Int
    public var seconds: Int

    public init(_ count: Int, seconds: Int) {
        self.count = max(0, count)
        self.seconds = max(1, seconds)
    }
}

/// The limit of each family; a family without one is not limited.
public struct RateLimits: Sendable, Equatable {
    private var limits: [RateLimit?]

    /// Mastodon's numbers (config/initializers/rack_attack.rb, lib/rate_limiter.rb), but for deletions, of which Mastodon allows 30 in
    /// half an hour: who takes back what they said is not made to wait.
    public init() {
        limits = RateFamily.allCases.map { family in
            switch family {
            case .user: RateLimit(1500, seconds: 300)
            case .token, .anonymous: RateLimit(300, seconds: 300)
            case .paging: RateLimit(300, seconds: 900)
            case .signUp: RateLimit(5, seconds: 1800)
            case .appRegistration: RateLimit(5, seconds: 600)
            case .signIn, .mail: RateLimit(25, seconds: 300)
            case .guesses: RateLimit(25, seconds: 3600)
            case .resets: RateLimit(5, seconds: 1800)
            case .statuses: RateLimit(300, seconds: 10_800)
            case .follows, .reports: RateLimit(400, seconds: 86_400)
            case .media: RateLimit(30, seconds: 1800)
            case .remoteFiles: RateLimit(900, seconds: 300)
            case .tombstones: RateLimit(5000, seconds: 86_400)
            case .serverReports: RateLimit(200, seconds: 86_400)
            // A tenth of a core with an RSA key; a house of many people behind one address stays below.
            case .handshakes: RateLimit(3000, seconds: 60)
            }
        }
    }

    /// Nothing is limited: for tests and benchmarks.
    public static var off: RateLimits {
        var limits = RateLimits()
        for family in RateFamily.allCases { limits[family] = nil }
        return limits
    }

    public subscript(_ family: RateFamily) -> RateLimit? {
        get { limits[family.rawValue] }
        set { limits[family.rawValue] = newValue }
    }
}
