// What was filled in into the form of a case, and the answer to it: the next case, or the same page with what is wrong.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

extension FormRequest {
    var filled: CasePage.Filled {
        CasePage.Filled(
            kind: form["kind"] ?? "",
            rules: Set(form.names(startingWith: "rule-").compactMap { Int64($0.dropFirst(5)) }),
            text: form["text"] ?? "",
            note: form["note"] ?? "",
            days: form["days"] ?? ""
        )
    }

    /// The words, rules and note of a measure.
    var filledOptions: ModerationOptions {
        let filled = filled
        return ModerationOptions(text: filled.text.trimmed, rules: filled.rules.sorted(), note: filled.note.trimmed)
    }

    /// Does what a form asks for, and goes on where `body` says. What is wrong stands on the page with what was written.
    ///
    /// - Parameter whoDecided: a sentence where somebody else was faster.
    func decide(
        _ page: () async throws -> CasePage,
        whoDecided: () async throws -> String? = { nil },
        _ body: () async throws -> String
    ) async throws -> PageAnswer {
        func refused(_ sentence: String, _ status: HTTPResponse.Status) async throws -> PageAnswer {
            var page = try await page()
            (page.error, page.filled) = (sentence, filled)
            return .page(pages.page(page), status: status)
        }
        func answer() async throws -> PageAnswer {
            guard hasSessionProof else {
                return try await refused(notYetTaken, .unprocessableContent)
            }
            do {
                return .seeOther(try await body())
            } catch ServiceError.forbidden(let sentence) {
                return try await refused(errorWords(sentence), .forbidden)
            } catch ServiceError.invalid(let sentence) {
                if let decided = try await whoDecided() { return try await refused(decided, .conflict) }
                return try await refused(errorWords(sentence), .unprocessableContent)
            }
        }
        do { return try await answer() } catch ServiceError.notFound { return goneCase }
    }

    /// For a moderator there is always a sentence: posts, accounts and cases go while somebody looks at them.
    var goneCase: PageAnswer {
        message(
            localized("This is not there any more."),
            localized("It was decided, taken back or deleted in the meantime."),
            status: .notFound,
            back: "/moderation"
        )
    }
}
