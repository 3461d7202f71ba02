// A link that was asked for by somebody and goes to their mail, to be opened once.

public import Basics

public struct MailLink: Sendable, Equatable {
    public enum Kind: Int64, Sendable, CaseIterable {
        /// Proves that mail to an address arrives, which is then the login's.
        case address = 0
        /// Lets somebody choose a new password.
        case password = 1

        /// How long it is good for after it was sent.
        public var lifetime: Duration {
            switch self {
            case .address: .seconds(2 * 86_400)
            case .password: .seconds(3600)
            }
        }
    }

    public var accountID: Int64
    public var kind: Kind
    /// Where it goes; it proves nothing of another address.
    public var email: String
    public var askedAt: Timestamp
    /// How often it was asked for, this time included, since it was last used or forgotten.
    public var asks: Int

    public init(accountID: Int64, kind: Kind, email: String, askedAt: Timestamp, asks: Int) {
        self.accountID = accountID
        self.kind = kind
        self.email = email
        self.askedAt = askedAt
        self.asks = asks
    }

    /// When it may be asked for again: after 30 s, then 2 min, 8 min and so on, so that nobody's mailbox is filled; at most
    /// 6 h, or half an hour where strangers may ask: while the last one is good.
    public var nextAskAt: Timestamp {
        askedAt + .seconds(min(30 << (2 * min(max(asks - 1, 0), 6)), kind == .password ? 1800 : 6 * 3600))
    }
}
