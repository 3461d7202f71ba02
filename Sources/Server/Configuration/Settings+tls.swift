// Which certificate a server has that is reached without a proxy.

extension Settings {
    /// Nil where a proxy does that.
    static func tls(_ value: (String) -> String, url: String) throws -> CertificateFiles? {
        let (chain, key) = (value("tls-certificate"), value("tls-key"))
        guard !chain.isEmpty || !key.isEmpty else { return nil }
        guard !key.isEmpty else { throw SettingsError("tls-certificate needs its key: name it with tls-key.") }
        guard !chain.isEmpty else {
            throw SettingsError("tls-key needs its certificate: name it with tls-certificate.")
        }
        guard url.hasPrefix("https://") else {
            throw SettingsError("tls-certificate serves https, but url is \"\(url)\": it must begin with https://.")
        }
        return CertificateFiles(chain: absolute(chain), key: absolute(key))
    }
}
