// GET /api/chorus/v1/deletions: what gone.js asks every few seconds on an open page.

internal import Basics
internal import HTTPTypes
internal import Services

extension Pages {
    /// The same for everybody, and most of the time the same as before: answered 304.
    func deletions() async throws -> PageAnswer {
        try await rendered.answer(.deletions) {
            let gone = try await self.services.deletions()
            var json = JSONWriter()
            json.beginObject()
            json.field("since", gone.since)
            json.array("statuses") { json in gone.statuses.forEach { json.id($0) } }
            json.array("accounts") { json in gone.accounts.forEach { json.id($0) } }
            json.endObject()
            var answer = PageAnswer(status: .ok, headers: [.contentType: "application/json; charset=utf-8"])
            answer.html = String(decoding: json.bytes, as: UTF8.self)
            let isLimited = self.services.site.isLimited
            answer.headers[.cacheControl] = isLimited ? "private, no-store" : PageAnswer.revalidated(seconds: 1)
            return answer.tagged()
        }
    }
}
