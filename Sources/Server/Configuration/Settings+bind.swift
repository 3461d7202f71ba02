// Where a server listens.

extension Settings {
    static func bind(_ value: (String) -> String) throws -> ListenAddress {
        let text = value("socket-mode")
        guard let mode = UInt16(text, radix: 8), (0o600...0o777).contains(mode), mode & 0o600 == 0o600 else {
            throw SettingsError("socket-mode is \"\(text)\": it must be like 660, and let the owner read and write.")
        }
        let bind = value("bind")
        guard bind.hasPrefix("unix:") else {
            let (host, port) = try address("bind", bind, example: "127.0.0.1:8080")
            return .tcp(host: host, port: port)
        }
        let path = bind.dropFirst("unix:".count)
        guard !path.isEmpty, !path.hasSuffix("/"), path.first != "@", !path.utf8.contains(0) else {
            throw SettingsError("bind is \"\(bind)\": after unix: there must be the path of a file.")
        }
        let whole = absolute(String(path))
        guard whole.utf8.count <= ListenAddress.longestPath else {
            throw SettingsError(
                "bind is too long: the path of a socket has at most \(ListenAddress.longestPath) bytes."
            )
        }
        return .unix(path: whole, mode: mode)
    }
    /// Nil for nowhere.
    static func redirect(_ value: (String) -> String, hasCertificate: Bool) throws -> ListenAddress? {
        let text = value("redirect-bind")
        guard !text.isEmpty, text.lowercased() != "off" else { return nil }
        guard hasCertificate else {
            throw SettingsError("redirect-bind leads to https: name a certificate by tls-certificate and tls-key.")
        }
        let (host, port) = try address("redirect-bind", text, example: "0.0.0.0:80")
        return .tcp(host: host, port: port)
    }
}
