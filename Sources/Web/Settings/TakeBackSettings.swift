// /settings/take_back: all that one has said in answer to a call, or with a tag, taken back by one form.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let takeBackSettings: [AuthPages.Route] = [
    .init(method: .get, path: "/settings/take_back", handler: askToTakeBack),
    .init(method: .post, path: "/settings/take_back", handler: takeBackAll, words: written("tag")),
]

@Sendable private func askToTakeBack(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let page = try await request.takeBackPage(of: session.accountID)
    let answer = PageAnswer.page(request.pages.form(page))
    return page.progress == nil ? answer : answer.refreshing(seconds: 5)
}

@Sendable private func takeBackAll(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let account = session.accountID
    let page = try await request.takeBackPage(of: account)
    let answer = try await request.answer(page, asks: false) {
        guard let act = request.form["what"].flatMap(TakeBack.Act.init(name:)) else {
            throw ServiceError.invalid("Please choose what is to be done")
        }
        do {
            if let call = request.takenCall {
                _ = try await request.services.takeBack(.call(call), act, by: account)
            } else {
                _ = try await request.services.takeBack(tag: request.form["tag"] ?? "", act, by: account)
            }
        } catch ServiceError.notFound {
            throw ServiceError.invalid("There is no such tag here")
        }
        return ""
    }
    return answer.status == .ok ? .seeOther("/settings/take_back") : answer
}

extension FormRequest {
    /// The call that the page is about, by its address.
    fileprivate var takenCall: Int64? { query["call"].flatMap { Int64($0) } }

    fileprivate func takeBackPage(of account: Int64) async throws -> FormPage {
        var page = settings(
            localized("Take back what you said"),
            [
                localized(
                    "All that you have said in answer to a call, or with a hashtag, at once. What is taken back leaves every count. "
                        + "What you answered silently goes with the next step."
                )
            ],
            localized("Take it back"),
            []
        )
        let calls = try await services.answeredCalls(of: account, limit: 20)
        if let id = takenCall {
            guard let call = calls.first(where: { $0.id == id }) else { throw ServiceError.notFound }
            page.paragraphs.insert(call.prompt, at: 0)
            page.action = "/settings/take_back?call=\(id)"
        } else {
            page.inputs.append(
                .init("tag", localized("Hashtag"), .line(type: "text", autocomplete: "off"), value: form["tag"] ?? "")
            )
            page.links.insert(
                contentsOf: calls.map {
                    .init("/settings/take_back?call=\($0.id)", $0.prompt, localized("A call that you answered."))
                },
                at: 0
            )
        }
        page.inputs.append(
            .init(
                "what",
                localized("What is done"),
                .choice(TakeBack.Act.allCases.map { ($0.name, $0.words) }),
                value: form["what"] ?? TakeBack.Act.delete.name
            )
        )
        if let last = try await services.takeBacks(of: account).first?.wish {
            if last.finishedAt == nil {
                page.progress = (done: last.done, of: max(last.total, 1))
            } else {
                page.paragraphs.append(
                    localized("Taken back on {date}.", ["date": TimeView(last.finishedAt ?? last.createdAt).short])
                )
            }
        }
        return page
    }
}

extension TakeBack.Act {
    fileprivate var words: String {
        switch self {
        case .delete: localized("Delete the posts for good")
        case .keep: localized("Keep the posts for myself alone")
        case .withdraw: localized("Leave the posts, and withdraw my answers")
        }
    }
}
