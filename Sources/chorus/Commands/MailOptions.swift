// How mail is sent: for `serve`, and to try it.

import ArgumentParser

struct MailOptions: ParsableArguments {
    @Option(
        name: .customLong("smtp-host"),
        help: "The mail server; without it no mail is sent. A password comes by CHORUS_SMTP_PASSWORD."
    )
    var host: String?

    @Option(name: .customLong("smtp-port"), help: "Its port. (default: 587 for starttls, 465 for tls, 25 for none)")
    var port: Int?

    @Option(
        name: .customLong("smtp-tls"),
        help: "starttls, tls, or none for a mail server on this machine. (default: starttls)"
    )
    var security: String?

    @Option(name: .customLong("smtp-user"), help: "Name to sign in with at the mail server.")
    var user: String?

    @Option(name: .customLong("smtp-from"), help: "Address that letters come from.")
    var from: String?

    @Option(name: .customLong("smtp-ca-file"), help: "File of certificates (PEM) to believe beside the system's.")
    var authorities: String?

    var flags: [String: String?] {
        [
            "smtp-host": host, "smtp-port": port.map { String($0) }, "smtp-tls": security, "smtp-user": user,
            "smtp-from": from, "smtp-ca-file": authorities,
        ]
    }
}
