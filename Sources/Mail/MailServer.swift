// The mail server that the admin has chosen.

public import Domain

/// Where mail is handed over, and as whom.
public struct MailServer: Sendable, Equatable {
    /// How the connection is kept from being read.
    public enum Security: String, Sendable {
        /// TLS begins before anything else is said (RFC 8314, 3.3); port 465.
        case tls
        /// TLS begins after a greeting in clear (RFC 3207), and without it nothing is sent; port 587.
        case starttls
        /// For a mail server on the same machine; port 25.
        case none

        public var port: Int {
            switch self {
            case .tls: 465
            case .starttls: 587
            case .none: 25
            }
        }
    }

    public var host: String
    public var port: Int
    public var security: Security
    /// Nil where the server takes mail without.
    public var login: Login?
    /// The sender of every letter, ASCII.
    public var from: EmailAddress
    /// A file of certificates (PEM) to believe beside those of the system.
    public var authorities: String?

    public struct Login: Sendable, Equatable {
        public var user: String
        public var password: String

        public init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// - Parameter port: nil for the usual one of `security`.
    public init(
        host: String,
        port: Int? = nil,
        security: Security = .starttls,
        login: Login? = nil,
        from: EmailAddress,
        authorities: String? = nil
    ) {
        self.host = host
        self.port = port ?? security.port
        self.security = security
        self.login = login
        self.from = from
        self.authorities = authorities
    }
}
