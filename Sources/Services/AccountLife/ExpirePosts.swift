// Own posts that go when they are old: what somebody wishes, and the rounds that follow it.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Wishes followed in one go, and posts looked at for each.
    private static let expiriesAtOnce = 10
    private static let postsAtOnce = 50

    public func postExpiry(of account: Int64) async throws -> PostExpiry? {
        try await database.read { try PostExpiryQueries.expiry(of: account, $0) }
    }

    /// Nil ends it. Throws `ServiceError.invalid` for an age that cannot be chosen or a number below one.
    public func setPostExpiry(_ expiry: PostExpiry?, of account: Int64) async throws {
        if let expiry {
            guard PostExpiry.ages.contains(where: { $0.days == expiry.days }) else {
                throw ServiceError.invalid("This age cannot be chosen")
            }
            for number in [expiry.leastFavourites, expiry.leastReblogs].compactMap({ $0 })
            where !(1...1_000_000).contains(number) {
                throw ServiceError.invalid("A number of favourites or boosts must be from 1 to 1,000,000")
            }
        }
        try await change { change in
            try PostExpiryQueries.set(expiry, of: account, at: change.now, change.connection)
        }
    }

    /// Deletes the next posts that are old, of a few people. A round begins once a day.
    public func expirePosts() async throws {
        try await change { change in
            let due = try PostExpiryQueries.due(at: change.now, limit: Services.expiriesAtOnce, change.connection)
            for wish in due.sorted(by: { $0.account < $1.account }) {
                let posts = try PostExpiryQueries.posts(
                    of: wish.account,
                    after: wish.reached,
                    before: change.now - .seconds(wish.expiry.days * 86_400),
                    limit: Services.postsAtOnce,
                    change.connection
                )
                for post in posts where !wish.expiry.keeps(post) {
                    try StatusQueries.lock(post.id, change.connection)
                    guard let details = try StatusQueries.details([post.id], change.connection).first else { continue }
                    try change.releaseMedia(of: post.id, deleting: true)
                    try change.delete(details.status, mentions: details.mentions)
                }
                let isOver = posts.count < Services.postsAtOnce
                try PostExpiryQueries.reach(
                    isOver ? 0 : posts.last?.id ?? 0,
                    of: wish.account,
                    next: isOver ? change.now + .seconds(86_400) : change.now,
                    change.connection
                )
            }
        }
    }
}
