// /api/v1/accounts and /api/v1/emails: making an account inside of an app.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func signUpRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/accounts", .client(.writeAccounts), limited: .signUp) { request in
        // A user's token is told apart first: it is the more useful answer.
        guard let grant = request.grant, grant.user == nil else { throw APIError.notAllowed }
        let wish = NewAccount(
            username: try request.parameters.text("username") ?? "",
            email: try request.parameters.text("email") ?? "",
            password: try request.parameters.text("password") ?? "",
            locale: try request.parameters.text("locale"),
            reason: try request.parameters.text("reason"),
            inviteCode: try request.parameters.text("invite_code"),
            dateOfBirth: try request.parameters.text("date_of_birth"),
            agreement: try request.parameters.bool("agreement") ?? false,
            address: request.address
        )
        return TokenEntity.answer(try await request.services.signUpThroughApp(wish, grant: grant))
    }

    table.post("/api/v1/emails/confirmations", .newcomer(.writeAccounts), limited: .mail) { request in
        let other = try request.parameters.text("email").flatMap { $0.isEmpty ? nil : $0 }
        try await request.services.sendConfirmation(again: try request.accountID(), to: other)
        return .empty
    }

    table.get("/api/v1/emails/check_confirmation", .newcomer(.readAccounts)) { request in
        let isConfirmed = try request.user().confirmedAt != nil
        return APIResponse(headers: [.contentType: APIResponse.jsonType], body: Array("\(isConfirmed)".utf8))
    }
}
