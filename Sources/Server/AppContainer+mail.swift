// What the command line asks of mail.

internal import Basics
internal import Domain
internal import Foundation
internal import Mail
internal import Services

extension AppContainer {
    /// Hands a letter over at once. Throws `SettingsError` with what the mail server said.
    ///
    /// - Returns: a sentence for the admin.
    public func testMail(to written: String) async throws -> String {
        guard let address = EmailAddress.validate(written) else {
            throw SettingsError("\"\(written)\" is not an e-mail address.")
        }
        guard let mailer = try AppContainer.mailer(settings, services.site), let server = settings.mailServer else {
            throw SettingsError("This server sends no mail: name smtp-host.")
        }
        let message = MailMessage(
            id: "test\(services.ids.next())",
            to: address,
            subject: "Letters from \(services.site.title) arrive",
            text: "This is a test that somebody who runs \(services.site.url) has asked for.\n\nNothing is to be done.",
            date: services.clock.now()
        )
        do {
            try await mailer.send(message)
        } catch let failure as MailFailure {
            throw SettingsError("\(failure)." + (failure.reply.isEmpty ? "" : " It said: \(failure.reply)"))
        }
        return "\(server.host):\(server.port) has taken the e-mail to \(address.written). Check whether it arrives."
    }

    /// Confirms the e-mail address of an account.
    public func confirmAccount(_ name: String) async throws { try await services.confirmAccount(name) }

    /// Sets an account's password. Returns the one that was made, where none was given.
    public func setPassword(_ password: String?, of name: String) async throws -> String? {
        try await services.setPassword(password, of: name)
    }
}

extension Site {
    /// The host as letters name it.
    var mailHost: String {
        // Without a port; an address in brackets is no name.
        let host = domain.prefix { $0 != ":" }
        return host.hasPrefix("[") || host.isEmpty ? "localhost" : String(host)
    }
}
