// Where people must be so old: the date is asked, looked at, and kept nowhere.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("A minimum age")
struct MinimumAgeTests {
    private let fields = ["username": "bob", "email": "bob@mail.example"]

    // The clock of tests begins on 15 October 2017.
    @Test("apps send an ISO date, and are refused in Mastodon's codes", arguments: TestEngine.available)
    func apps(_ engine: TestEngine) async throws {
        try await withStand(engine, minAge: 16) { stand in
            for (date, code) in [
                (nil, "ERR_BLANK"), ("", "ERR_BLANK"), (" ", "ERR_BLANK"), ("2001-10-16", "ERR_BELOW_LIMIT"),
                ("2017-10-15", "ERR_BELOW_LIMIT"), ("2099-01-01", "ERR_BELOW_LIMIT"), ("2001-02-29", "ERR_INVALID"),
                ("15.10.2001", "ERR_INVALID"), ("2001-1-5", "ERR_INVALID"), ("0001-01-01", "ERR_INVALID"),
                ("2001-10-15T00:00:00Z", "ERR_INVALID"), ("٢٠٠١-١٠-١٥", "ERR_INVALID"),
            ] as [(String?, String)] {
                var sent = fields
                sent["date_of_birth"] = date
                let reply = try await stand.signUpThroughApp(sent)
                #expect(reply.status == 422, "\(date ?? "-")")
                #expect(reply.body.contains("\"date_of_birth\":[{\"error\":\"\(code)\""), "\(reply.body)")
            }
            let made = try await stand.signUpThroughApp(fields.merging(["date_of_birth": "2001-10-15"]) { $1 })
            #expect(made.status == 200)
            #expect(try await stand.get("/api/v2/instance").body.contains("\"min_age\":16"))
        }
        try await withStand(engine) { stand in
            #expect(try await stand.get("/api/v2/instance").body.contains("\"min_age\":null"))
            let made = try await stand.signUpThroughApp(fields.merging(["date_of_birth": "nonsense"]) { $1 })
            #expect(made.status == 200)
        }
    }

    @Test("the page asks for day, month and year, and says that they are not kept", arguments: TestEngine.available)
    func page(_ engine: TestEngine) async throws {
        try await withStand(engine, minAge: 16) { stand in
            var browser = Browser(stand)
            let page = try await browser.get("/auth/sign_up").body
            #expect(page.contains("The date is only checked: it is not kept."))
            for part in ["day", "month", "year"] { #expect(page.contains("autocomplete=\"bday-\(part)\"")) }
            for (day, month, year, words) in [
                ("", "", "", "Please fill this in."), ("31", "2", "2001", "This is not a day of the calendar."),
                ("16", "10", "2001", "You have to be 16 years old"),
                ("1", "1", "01", "This is not a day of the calendar."),
                ("x", "1", "2001", "This is not a day of the calendar."),
            ] {
                let sent = fields.merging(["birth_day": day, "birth_month": month, "birth_year": year]) { $1 }
                let refused = try await browser.signUp(sent)
                #expect(refused.status == 422 && refused.body.contains(words), "\(day) \(month) \(year)")
                if !year.isEmpty { #expect(refused.body.contains("value=\"\(year)\"")) }
            }
            let sent = fields.merging(["birth_day": "5", "birth_month": " 4 ", "birth_year": "١٩٩٩"]) { $1 }
            #expect(try await browser.signUp(sent).status == 302)
        }
        try await withStand(engine) { stand in
            var browser = Browser(stand)
            let page = try await browser.get("/auth/sign_up")
            #expect(!page.body.contains("bday"))
        }
    }

    @Test("an invite does not make anybody older", arguments: TestEngine.available)
    func invited(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .closed, invites: .members, minAge: 16) { stand in
            let alice = try await stand.account("alice")
            let code = try await stand.services.makeInvite(by: alice, uses: 1, seconds: nil).code
            let young = ["invite_code": code, "date_of_birth": "2005-01-01"]
            #expect(try await stand.signUpThroughApp(fields.merging(young) { $1 }).status == 422)
            let old = ["invite_code": code, "date_of_birth": "1990-01-01"]
            #expect(try await stand.signUpThroughApp(fields.merging(old) { $1 }).status == 200)
        }
    }
}
