// What the guard found, as people are told of it; never the thing itself.

internal import Basics
internal import Guard

/// Kinds of private information in something that somebody wants to say.
struct PrivateInformation: Sendable, Equatable {
    /// Each once, in a fixed order; not empty.
    let kinds: [PrivateKind]

    /// Nil where nothing was found.
    init?(_ findings: [Finding]) {
        kinds = PrivateKind.allCases.filter { kind in findings.contains { $0.kind == kind } }
        if kinds.isEmpty { return nil }
    }

    /// As stored.
    var names: String { kinds.map(\.rawValue).joined(separator: " ") }

    /// "a phone number", "an e-mail address".
    var words: [Sentence] { Self.words(of: kinds) }

    static func words(stored names: String) -> [Sentence] {
        words(of: names.split(separator: " ").compactMap { PrivateKind(rawValue: String($0)) })
    }

    static func words(of kinds: [PrivateKind]) -> [Sentence] {
        kinds.map { kind in
            switch kind {
            case .phoneNumber: "a phone number"
            case .emailAddress: "an e-mail address"
            case .streetAddress: "a street address"
            case .bankAccount: "a bank account"
            case .cardNumber: "a card number"
            case .identityNumber: "an identity number"
            }
        }
    }
}

extension Finding {
    /// Whether both are the same thing, however each is written: phone numbers by their last eight digits, since a number
    /// without its country's code may have been read as of another country.
    func isSame(as other: Finding) -> Bool {
        guard kind == other.kind else { return false }
        guard kind == .phoneNumber else { return key == other.key }
        return key == other.key || key.count >= 8 && other.key.count >= 8 && key.suffix(8) == other.key.suffix(8)
    }
}
