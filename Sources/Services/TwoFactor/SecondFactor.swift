// What somebody types to prove who they are beside their password, and how recovery codes are written.

internal import Basics

/// A code from the app, or one of those that were noted for the day on which the app is lost.
enum SecondFactor: Sendable, Equatable {
    case time(String)
    case recovery(String)

    /// Nil for what cannot be a code. Spaces and hyphens are left out, and digits of any script are read.
    init?(_ typed: String) {
        guard typed.utf8.count <= 100 else { return nil }
        let characters = typed.lowercased().filter { !$0.isWhitespace && $0 != "-" }.map { character in
            character.wholeNumberValue.flatMap { (0...9).contains($0) ? Character("\($0)") : nil } ?? character
        }
        let code = String(characters)
        if code.utf8.count == 6, code.utf8.allSatisfy(ASCII.isDigit) {
            self = .time(code)
        } else if code.count == RecoveryCode.length {
            self = .recovery(RecoveryCode.read(code))
        } else {
            return nil
        }
    }
}

/// 60 bits of chance in the alphabet of Douglas Crockford, in which no two signs look alike. Of a code only its hash is stored, made
/// with a key that is not in the database.
enum RecoveryCode {
    /// How many somebody gets.
    static let count = 10
    static let length = 12
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

    static func make() -> String { String(RandomToken.bytes(length).map { alphabet[Int($0 & 31)] }) }

    /// As it is shown: `k3fd-9q2x-7m0t`.
    static func written(_ code: String) -> String {
        stride(from: 0, to: code.count, by: 4).map { String(code.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }

    /// What was meant by signs that are not in the alphabet.
    static func read(_ code: String) -> String {
        code.replacing("o", with: "0").replacing("i", with: "1").replacing("l", with: "1")
    }
}
