// What the pages ask of tags, trends and calls, as one value: the only place where these services are named.

internal import Basics
internal import Domain
internal import Services

/// Reads and changes around a movement. Tests put figures of their own in place of a server's.
struct Movement: Sendable {
    typealias Voices = (newest: [Int64], supported: [Int64])

    /// What this server has seen of a tag, at most a second old; nil when it was never used.
    var tagMagnitude: @Sendable (TagName) async throws -> TagMagnitude?
    /// Throws `ServiceError.notFound`.
    var callMagnitude: @Sendable (Int64) async throws -> CallMagnitude
    /// The listed ones, best first.
    var trends: @Sendable () async throws -> [Trend]
    /// The last 24 hours of tags, by the hour.
    var trendCurves: @Sendable ([Int64]) async throws -> [Int64: Curve]
    /// Ids, newest first.
    var calls: @Sendable (PageBounds) async throws -> Page<Int64>
    /// Ids of the calls that own a tag, newest first.
    var callsOfTag: @Sendable (_ tag: Int64) async throws -> [Int64]
    /// Throws `ServiceError.notFound` also where the viewer may not see it.
    var call: @Sendable (Int64, _ viewer: Int64?) async throws -> Call
    /// Those of some calls that the viewer may see.
    var visibleCalls: @Sendable ([Int64], _ viewer: Int64?) async throws -> [Int64: Call]
    var voicesOfTag: @Sendable (_ tag: Int64, _ limit: Int) async throws -> Voices
    var voicesOfCall: @Sendable (_ call: Int64, _ limit: Int) async throws -> Voices
    var ownAnswer: @Sendable (_ call: Int64, _ account: Int64) async throws -> OwnAnswer?
    var answer: @Sendable (_ call: Int64, _ answer: Int, User) async throws -> Void
    /// Throws `ServiceError.invalid` for an end that cannot be, `.forbidden` for all but the author.
    var extend: @Sendable (_ call: Int64, _ end: Timestamp, User) async throws -> Void
    /// Throws `.forbidden` for all but the author, as the next does.
    var close: @Sendable (_ call: Int64, _ account: Int64) async throws -> Void
    var setResources: @Sendable (_ call: Int64, [CallResource], _ account: Int64) async throws -> Void
    /// The posts it deleted.
    var withdraw: @Sendable (_ call: Int64, _ deletingPosts: Bool, User) async throws -> [Int64]

    init(_ services: Services) {
        tagMagnitude = { try await services.tagMagnitude($0) }
        callMagnitude = { try await services.callMagnitude($0) }
        trends = { try await services.trends() }
        trendCurves = { try await services.trendCurves($0) }
        calls = { try await services.calls($0).page }
        callsOfTag = { try await services.openCalls(ofTag: $0) }
        call = { try await services.call($0, for: $1) }
        visibleCalls = { try await services.calls($0, for: $1) }
        voicesOfTag = { try await services.voices(ofTag: $0, limit: $1) }
        voicesOfCall = { try await services.voices(ofCall: $0, limit: $1) }
        ownAnswer = { try await services.ownAnswer($0, by: $1) }
        answer = { try await services.answerCall($0, with: Int64($1), by: $2.accountID) }
        extend = { _ = try await services.extendCall($0, to: $1, by: $2.accountID) }
        close = { _ = try await services.closeCall($0, by: $1) }
        setResources = { _ = try await services.setResources($1, ofCall: $0, by: $2) }
        withdraw = {
            try await services.withdrawAnswer(to: $0, deletingPosts: $1, by: $2.accountID).deleted
        }
    }
}
