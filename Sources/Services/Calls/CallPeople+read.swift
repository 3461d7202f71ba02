// What is shown of the people of a call, read for its magnitude and its poll alike.

internal import Database
internal import Domain
internal import Storage

extension CallPeople {
    /// - Parameter answers: how many answers the call has.
    init(of call: Int64, answers: Int, _ connection: Connection) throws {
        let count = try AnswerQueries.count(of: call, answers: answers, connection)
        let published = try SilentQueries.published(call, answers: answers, connection)
        self.init(count, published?.figures, asOf: published?.asOf)
    }
}
