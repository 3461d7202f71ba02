// /api/v1/accounts and /api/v1/emails: making an account inside of an app.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func signUpRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/accounts", .client(.writeAccounts), limited: .signUp) { call in
        // A user's token is told apart first: it is the more useful answer.
        guard let grant = call.grant, grant.user == nil else { throw APIError.notAllowed }
        let wish = NewAccount(
            username: try call.parameters.text("username") ?? "",
            email: try call.parameters.text("email") ?? "",
            password: try call.parameters.text("password") ?? "",
            locale: try call.parameters.text("locale"),
            reason: try call.parameters.text("reason"),
            agreement: try call.parameters.bool("agreement") ?? false
        )
        return TokenEntity.answer(try await call.services.signUpThroughApp(wish, grant: grant))
    }

    // Accounts are confirmed when they are made: there is nothing to send again.
    table.post("/api/v1/emails/confirmations", .user(.writeAccounts)) { _ in
        throw APIError(.forbidden, "This method is only available while the e-mail is awaiting confirmation")
    }

    table.get("/api/v1/emails/check_confirmation", .user(.readAccounts)) { call in
        let isConfirmed = try call.user().confirmedAt != nil
        return Answer(headers: [.contentType: Answer.jsonType], body: Array("\(isConfirmed)".utf8))
    }
}
