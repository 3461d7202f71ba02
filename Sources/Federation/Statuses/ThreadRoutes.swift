// Conversations that began here, and how often a post was liked and boosted.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Services

extension Federation {
    /// All posts of a conversation that everybody may read, as ids, the first one first: others fetch what they have not got.
    func context(_ request: DocumentRequest) async throws -> DocumentResponse {
        let status = try await openStatus(request)
        guard status.status.conversationID == status.status.id, let name = try await notes().id(of: status) else {
            throw DocumentFailure.notFound
        }
        let uri = name.text + "/context"
        let author = try await openAccount(request).account
        guard request.query("page") != nil else {
            var collection = CollectionObject(id: ObjectID(uri), kind: .collection)
            collection.owner = ObjectID(site.uri(of: author))
            collection.first = ObjectID(uri + "?page=true").map { .id($0) }
            return .document(collection.json(), seconds: Federation.statusSeconds)
        }
        let after = request.id(request.query("after"))
        let thread = try await services.thread(
            of: status,
            for: .anonymous,
            after: after,
            limit: Federation.repliesLength
        )
        var page = CollectionObject(
            id: ObjectID("\(uri)?page=true" + (after.map { "&after=\($0)" } ?? "")),
            kind: .page
        )
        page.partOf = ObjectID(uri)
        let ids = (after == nil ? [status.status.id] : []) + thread.descendants
        page.items = try await notes().ids(of: ids).map { .id($0) }
        page.next = thread.next.flatMap { ObjectID("\(uri)?page=true&after=\($0)") }
        return .document(page.json(), seconds: Federation.statusSeconds)
    }

    /// How many, and not who.
    func likes(_ request: DocumentRequest) async throws -> DocumentResponse {
        try await total(request, "likes") { $0.favourites }
    }

    func shares(_ request: DocumentRequest) async throws -> DocumentResponse {
        try await total(request, "shares") { $0.reblogs }
    }

    private func total(
        _ request: DocumentRequest,
        _ name: String,
        _ count: (StatusCounters) -> Int64
    ) async throws -> DocumentResponse {
        let status = try await openStatus(request)
        guard let uri = try await notes().id(of: status) else { throw DocumentFailure.notFound }
        let collection = CollectionObject(
            id: ObjectID("\(uri)/\(name)"),
            kind: .collection,
            total: Int(count(status.counters))
        )
        return .document(collection.json(), seconds: Federation.statusSeconds)
    }
}
