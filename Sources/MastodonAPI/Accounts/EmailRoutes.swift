// /api/v1/emails: whether an address was confirmed, as apps ask that have just made an account.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func emailRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/emails/check_confirmation", .user(.readAccounts)) { call in
        var json = JSONWriter(capacity: 8)
        json.bool(try call.user().confirmedAt != nil)
        return .json(json)
    }
    table.post("/api/v1/emails/confirmations", .user(.writeAccounts)) { call in
        guard try call.user().confirmedAt == nil else {
            throw APIError(.forbidden, "This method is only available while the e-mail is awaiting confirmation")
        }
        throw APIError.invalid("This server sends no mail yet: ask the people who run it to confirm your address")
    }
}
