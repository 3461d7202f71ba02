// Recovery codes on their way to the one page that shows them.

internal import Basics

extension Services {
    /// How long a browser carries new codes to the page that shows them.
    public static let shownCodesSeconds = 600

    /// For a cookie: nothing of the codes is kept here but their hashes, and any node can show them.
    public func sealed(recoveryCodes codes: [String], of account: Int64) throws -> String {
        let end = clock.now().seconds + Int64(Services.shownCodesSeconds)
        let text = ([String(end)] + codes).joined(separator: "\n")
        return Base64URL.encode(try twoFactorKeys.seal(Array(text.utf8), for: Services.placeOfCodes(of: account)))
    }

    /// Nil for what is too old, or was not made here for this account.
    public func recoveryCodes(in sealed: String, of account: Int64) -> [String]? {
        guard let bytes = Base64URL.decode(sealed),
            let opened = twoFactorKeys.open(bytes, for: Services.placeOfCodes(of: account))
        else { return nil }
        let lines = String(decoding: opened, as: UTF8.self).split(separator: "\n").map(String.init)
        guard let end = lines.first.flatMap({ Int64($0) }), clock.now().seconds < end else { return nil }
        return Array(lines.dropFirst())
    }

    private static func placeOfCodes(of account: Int64) -> String { "codes of \(account)" }
}
