// Posts of this server as documents.

internal import ActivityPub
internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

extension Federation {
    /// How long a post may be kept: as long as a takedown may take to be seen everywhere.
    static let statusSeconds = 5
    /// Ids on a page of replies.
    static let repliesLength = 60

    func status(_ request: DocumentRequest) async throws -> DocumentResponse {
        let status: CachedStatus
        do {
            status = try await openStatus(request)
        } catch DocumentFailure.gone {
            return try await tombstone(request)
        }
        guard status.status.reblogOfID == nil else { return try await activity(request) }
        guard var note = try await notes().note(status) else { throw DocumentFailure.notFound }
        if let uri = note.replies?.text, status.counters.replies > 0 {
            note.repliesPage = try await repliesPage(of: status, uri, after: nil)
        }
        return .document(note.json(), seconds: Federation.statusSeconds)
    }

    /// The Create of a post, or the Announce that a boost is.
    func activity(_ request: DocumentRequest) async throws -> DocumentResponse {
        let status = try await openStatus(request)
        guard let activity = try await notes().activities([status.status.id]).first else {
            throw DocumentFailure.notFound
        }
        return .document(activity.json(), seconds: Federation.statusSeconds)
    }

    /// What answers a post, as ids: others fetch what they have not got, each from where it is.
    func replies(_ request: DocumentRequest) async throws -> DocumentResponse {
        let status = try await openStatus(request)
        guard let name = try await notes().ids(of: [status.status.id]).first?.text else {
            throw DocumentFailure.notFound
        }
        let uri = name + "/replies"
        let page = try await repliesPage(of: status, uri, after: request.id(request.query("after")))
        if request.query("page") != nil { return .document(page.json(), seconds: Federation.statusSeconds) }
        var collection = CollectionObject(id: ObjectID(uri), kind: .collection)
        collection.first = .embedded(try JSONValue.parse(page.json()).withoutContext, id: page.id)
        return .document(collection.json(), seconds: Federation.statusSeconds)
    }

    private func repliesPage(of status: CachedStatus, _ uri: String, after: Int64?) async throws -> CollectionObject {
        let thread = try await services.thread(
            of: status,
            for: .anonymous,
            after: after,
            limit: Federation.repliesLength
        )
        let direct = thread.descendants.filter { thread.statuses[$0]?.status.inReplyToID == status.status.id }
        var page = CollectionObject(
            id: ObjectID("\(uri)?page=true" + (after.map { "&after=\($0)" } ?? "")),
            kind: .page
        )
        page.partOf = ObjectID(uri)
        page.items = try await notes().ids(of: direct).map { .id($0) }
        page.next = thread.next.flatMap { ObjectID("\(uri)?page=true&after=\($0)") }
        return page
    }

    /// A local post that everybody may see. What is private reads the same as what does not exist.
    func openStatus(_ request: DocumentRequest) async throws -> CachedStatus {
        let account = try await openAccount(request).account
        guard let id = request.id(request.pathText("id")) else { throw DocumentFailure.notFound }
        let read = try await services.statuses.statuses([id])
        guard let status = read[id], status.status.accountID == account.id,
            Viewer.anonymous.sees(status, among: read, listed: false)
        else {
            // Only of what everybody could read is it said that it was there.
            throw try await services.deletion(ofStatus: id, of: account.id) == nil ? DocumentFailure.notFound : .gone
        }
        return status
    }

    /// What is left of a post that was deleted: 410, and that it was there.
    private func tombstone(_ request: DocumentRequest) async throws -> DocumentResponse {
        let account = try await openAccount(request).account
        guard let id = request.id(request.pathText("id")),
            let moment = try await services.deletion(ofStatus: id, of: account.id),
            let uri = ObjectID(site.statusURI(id, by: account.username))
        else { throw DocumentFailure.gone }
        var response = DocumentResponse.document(
            Tombstone(id: uri, deleted: moment).json(),
            seconds: Federation.statusSeconds
        )
        response.status = .gone
        return response
    }
}
