// The settings of mail, checked together.

internal import Domain
internal import Mail

extension Settings {
    /// Who takes letters; nil where nobody is named. Throws `SettingsError` for what does not fit together.
    static func mailServer(_ value: (String) -> String) throws -> MailServer? {
        let host = value("smtp-host")
        guard !host.isEmpty else {
            let said = ["port", "user", "password", "from", "ca-file"].map { "smtp-\($0)" }.first { !value($0).isEmpty }
            if let said { throw SettingsError("\(said) is set, but no mail server: name smtp-host.") }
            return nil
        }
        guard let security = MailServer.Security(rawValue: value("smtp-tls").lowercased()) else {
            throw SettingsError("smtp-tls is \"\(value("smtp-tls"))\": it must be starttls, tls or none.")
        }
        guard host.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") }) else {
            throw SettingsError("smtp-host is \"\(host)\": it must be a name like mail.example, without a port.")
        }
        let port = Int(value("smtp-port"))
        guard value("smtp-port").isEmpty || port.map({ (1...65_535).contains($0) }) == true else {
            throw SettingsError("smtp-port is \"\(value("smtp-port"))\": it must be a number from 1 to 65535.")
        }
        guard let from = EmailAddress.validate(value("smtp-from")), from.isASCII else {
            throw SettingsError(
                "smtp-from is \"\(value("smtp-from"))\": it must be the address that e-mail comes from, such as chorus@host.example."
            )
        }
        let (user, password) = (value("smtp-user"), value("smtp-password"))
        guard user.isEmpty == password.isEmpty else {
            throw SettingsError("smtp-user and CHORUS_SMTP_PASSWORD belong together: set both or neither.")
        }
        let isNear = ["localhost", "127.0.0.1", "::1"].contains(host.lowercased())
        guard user.isEmpty || security != .none || isNear else {
            throw SettingsError("smtp-tls is none: a password goes in clear to a mail server on this machine only.")
        }
        let authorities = value("smtp-ca-file")
        guard authorities.isEmpty || security != .none else {
            throw SettingsError("smtp-ca-file is for TLS, and smtp-tls is none.")
        }
        return MailServer(
            host: host,
            port: port,
            security: security,
            login: user.isEmpty ? nil : MailServer.Login(user: user, password: password),
            from: from,
            authorities: authorities.isEmpty ? nil : absolute(authorities)
        )
    }
}
