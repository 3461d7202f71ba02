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
            agreement: try call.parameters.bool("agreement") ?? false,
            address: call.address
        )
        return TokenEntity.answer(try await call.services.signUpThroughApp(wish, grant: grant))
    }

    table.post("/api/v1/emails/confirmations", .newcomer(.writeAccounts), limited: .mail) { call in
        let other = try call.parameters.text("email").flatMap { $0.isEmpty ? nil : $0 }
        try await call.services.sendConfirmation(again: try call.accountID(), to: other)
        return .empty
    }

    table.get("/api/v1/emails/check_confirmation", .newcomer(.readAccounts)) { call in
        let isConfirmed = try call.user().confirmedAt != nil
        return Answer(headers: [.contentType: Answer.jsonType], body: Array("\(isConfirmed)".utf8))
    }
}
