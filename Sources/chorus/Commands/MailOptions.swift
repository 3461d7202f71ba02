// How mail is sent: for `serve`, and to try it.

import ArgumentParser

struct MailOptions: ParsableArguments {
    @Option(name: .customLong("smtp-host"), help: .setting("smtp-host"))
    var host: String?

    @Option(name: .customLong("smtp-port"), help: .setting("smtp-port"))
    var port: Int?

    @Option(name: .customLong("smtp-tls"), help: .setting("smtp-tls"))
    var security: String?

    @Option(name: .customLong("smtp-user"), help: .setting("smtp-user"))
    var user: String?

    @Option(name: .customLong("smtp-from"), help: .setting("smtp-from"))
    var from: String?

    @Option(name: .customLong("smtp-ca-file"), help: .setting("smtp-ca-file"))
    var authorities: String?

    var flags: [String: String?] {
        [
            "smtp-host": host, "smtp-port": port.map { String($0) }, "smtp-tls": security, "smtp-user": user,
            "smtp-from": from, "smtp-ca-file": authorities,
        ]
    }
}
