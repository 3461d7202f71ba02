// Taking an answer back: what was said in public at once, what was silent with the next step, and with the posts if wished.

internal import Basics
internal import Domain
internal import Storage

extension Services {
    /// Takes back an account's answer to a call, open or closed. Returns the posts that were deleted and those that stay;
    /// what stays answers no more. A later post or choice answers anew.
    ///
    /// Throws `ServiceError.notFound` for a call that is not there, `.invalid` where there is no answer.
    public func withdrawAnswer(
        to id: Int64,
        deletingPosts: Bool,
        by account: Int64
    ) async throws -> (deleted: [Int64], remaining: [Int64]) {
        let (deleted, remaining) = try await change { change -> ([Int64], [Int64]) in
            guard let call = try CallQueries.references([id], change.connection).first else {
                throw ServiceError.notFound
            }
            if try WaitingQueries.dropAnswer(to: id, by: account, change.connection) { return ([], []) }
            let author = try change.voter(account)
            let posts = try AnswerQueries.posts(to: id, by: account, limit: .max, change.connection).map(\.statusID)
            for post in posts { try AnswerQueries.delete(post: post, to: id, by: account, change.connection) }
            let hadVotes = try change.choose([], for: call, by: author)
            guard hadVotes || !posts.isEmpty else {
                throw ServiceError.invalid("You have not answered this call")
            }
            guard deletingPosts else { return ([], posts) }
            for post in posts {
                try StatusQueries.lock(post, change.connection)
                if let details = try StatusQueries.details([post], change.connection).first {
                    try change.delete(details.status, mentions: details.mentions)
                }
            }
            return (posts, [])
        }
        // The page that says so shows a number without it. A silent answer is in no number that would have to be made again.
        if !deleted.isEmpty || !remaining.isEmpty { callMagnitudes.whole.forget(id) }
        return (deleted, remaining)
    }
}
