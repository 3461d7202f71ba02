// Somebody offers a secret: wrong ones are counted for whom they were meant, not only for whom they come from.

internal import Basics

/// One attempt at the secret of a login, counted before it is looked at, so that many at once are no more than allowed.
struct Guess {
    private let services: Services
    private let keys: [RateKey]
    /// False where the account has had too many wrong ones under all its logins together. The attempt is then answered as
    /// a wrong one, in the same time: a refusal would tell that a name and an e-mail address belong together.
    let isCompared: Bool

    /// Throws `ServiceError.tooManyAttempts` where there were too many wrong ones.
    ///
    /// - Parameters:
    ///   - subject: whose secret it is; the same text for those who exist and those who do not.
    ///   - account: the account that `subject` leads to, where it is one of several logins of it.
    init(_ subject: String, of account: Int64? = nil, _ services: Services) throws {
        self.services = services
        keys = ([subject] + (account.map { ["logins of account \($0)"] } ?? [])).map { .hash(GrantCache.hash($0)) }
        let now = services.clock.now()
        let areAllowed = keys.map { services.limiter.check(.guesses, $0, now: now)?.isAllowed != false }
        guard areAllowed[0] else { throw ServiceError.tooManyAttempts }
        isCompared = areAllowed.allSatisfy { $0 }
    }

    /// It was no guess.
    func wasRight() {
        let now = services.clock.now()
        for key in keys { _ = services.limiter.check(.guesses, key, now: now, cost: -1) }
    }
}
