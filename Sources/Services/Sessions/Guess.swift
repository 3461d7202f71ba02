// Somebody offers a secret: wrong ones are counted for whom they were meant, not only for whom they come from.

internal import Basics

/// One attempt at the secret of a login, counted before it is looked at, so that many at once are no more than allowed.
struct Guess {
    private let services: Services
    private let key: RateKey

    /// Throws `ServiceError.tooManyAttempts` where there were too many wrong ones.
    /// - Parameter subject: whose secret it is; the same text for those who exist and those who do not.
    init(_ subject: String, _ services: Services) throws {
        self.services = services
        key = .hash(GrantCache.hash(subject))
        guard services.limiter.check(.guesses, key, now: services.clock.now())?.isAllowed != false else {
            throw ServiceError.tooManyAttempts
        }
    }

    /// It was no guess.
    func wasRight() { _ = services.limiter.check(.guesses, key, now: services.clock.now(), cost: -1) }
}
