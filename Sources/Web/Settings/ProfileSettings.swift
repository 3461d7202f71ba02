// /settings/profile: name, words, lines and pictures of one's page, who may find it, and what is usual for one's posts.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Media
internal import Services

/// What stands in the form: as it is now, or as it was sent.
private struct ProfileForm {
    var account: Account
    var user: User
    var sent: FormFields?
    var limits: Limits

    private func value(_ name: String, _ now: String) -> String { sent.map { $0[name] ?? "" } ?? now }

    private func tick(_ name: String, _ label: String, _ now: Bool, hint: String? = nil) -> FormPage.Input {
        .init(name, label, .tick, value: sent.map { $0[name] ?? "" } ?? (now ? "true" : ""), hint: hint)
    }

    /// One line more than there are, up to the most.
    private var lines: [FormPage.Input] {
        (0..<limits.profileFields).flatMap { place -> [FormPage.Input] in
            let field =
                account.fields.indices.contains(place) ? account.fields[place] : ProfileField(name: "", value: "")
            let number = place + 1
            return [
                .init(
                    "name-\(number)",
                    localized("Line {number}: what it is about", ["number": Words.number(number)]),
                    .text,
                    value: value("name-\(number)", field.name)
                ),
                .init(
                    "value-\(number)",
                    localized("Line {number}: what it says", ["number": Words.number(number)]),
                    .text,
                    value: value("value-\(number)", field.value)
                ),
            ]
        }
    }

    var inputs: [FormPage.Input] {
        let languages =
            [(value: "", name: localized("Not said"))]
            + Language.all.map { (value: $0.code, name: "\($0.nativeName) (\($0.name))") }
        var inputs: [FormPage.Input] = [
            .init(
                "display_name",
                localized("Name"),
                .text,
                value: value("display_name", account.displayName),
                hint: localized(
                    "At most {most} characters. It need not be your real name.",
                    ["most": Words.number(limits.displayNameCharacters)]
                )
            ),
            .init(
                "note",
                localized("About you"),
                .area(rows: 4),
                value: value("note", account.note),
                hint: localized("At most {most} characters.", ["most": Words.number(limits.noteCharacters)])
            ),
            .init(
                "avatar",
                localized("Picture"),
                .file(accept: "image/*"),
                hint: localized("It is shown beside all that you post.")
            ),
            tick("remove_avatar", localized("Take my picture away"), false),
            .init(
                "header",
                localized("Wide picture"),
                .file(accept: "image/*"),
                hint: localized("It is shown at the top of your page.")
            ),
            tick("remove_header", localized("Take the wide picture away"), false),
        ]
        inputs += lines
        inputs += [
            tick(
                "discoverable",
                localized("Let people find me"),
                account.isDiscoverable ?? false,
                hint: localized(
                    "Your public posts may stand on the pages of tags and calls, and you may be proposed to others."
                )
            ),
            tick("indexable", localized("Let my public posts be found by their words"), account.isIndexable),
            tick("locked", localized("Ask me before somebody follows me"), account.isLocked),
            tick(
                "hide_collections",
                localized("Do not show whom I follow and who follows me"),
                account.hidesCollections ?? false
            ),
            tick("bot", localized("This account is automated"), account.isBot),
            .init(
                "visibility",
                localized("Who can see my posts unless I say otherwise"),
                .choice([
                    (value: "public", name: localized("Public: everyone, in all timelines")),
                    (value: "unlisted", name: localized("Public, not listed: everyone who looks")),
                    (value: "private", name: localized("Followers only")),
                ]),
                value: value("visibility", user.defaultVisibility.name)
            ),
            .init(
                "language",
                localized("The language I write in"),
                .choice(languages),
                value: value("language", user.defaultLanguage ?? "")
            ),
            tick("sensitive", localized("Cover my pictures until somebody opens them"), user.defaultSensitive),
        ]
        return inputs
    }
}

extension FormRequest {
    private func profilePage(_ session: Session, sent: FormFields?) throws -> FormPage {
        guard let viewer else { throw ServiceError.notFound }
        let form = ProfileForm(account: viewer, user: session.user, sent: sent, limits: services.limits)
        var page = settings(
            localized("Your profile"),
            [localized("This is what people see on your page.")],
            localized("Save"),
            form.inputs
        )
        page.links.insert(.init("/@\(viewer.username)", localized("Your page"), localized("As others see it.")), at: 0)
        return page
    }

    fileprivate func askForProfile() throws -> PageAnswer {
        guard let session else { return toSignIn }
        return .page(pages.form(try profilePage(session, sent: nil)))
    }

    fileprivate func takeProfile() async throws -> PageAnswer {
        guard let session else { return toSignIn }
        let page = try profilePage(session, sent: form)
        return try await answer(page, asks: false) {
            if let problem = refusedUpload { throw ServiceError.invalid(problem) }
            var changes = profileChanges
            changes.avatar = form["remove_avatar"] == "true" ? .removed : nil
            changes.header = form["remove_header"] == "true" ? .removed : nil
            if let file = upload(named: "avatar") {
                changes.avatar = try await services.avatar(file, of: session.accountID)
            }
            do {
                if let file = upload(named: "header") {
                    changes.header = try await services.header(file, of: session.accountID)
                }
                try await services.updateProfile(of: session.accountID, changes)
            } catch {
                await services.discard([changes.avatar, changes.header])
                throw error
            }
            return localized("Saved.")
        }
    }

    private var profileChanges: ProfileChanges {
        ProfileChanges(
            displayName: form["display_name"],
            note: form["note"],
            fields: (1...max(1, services.limits.profileFields)).map {
                ProfileField(name: form["name-\($0)"] ?? "", value: form["value-\($0)"] ?? "")
            },
            isLocked: form["locked"] == "true",
            isBot: form["bot"] == "true",
            isDiscoverable: form["discoverable"] == "true",
            isIndexable: form["indexable"] == "true",
            hidesCollections: form["hide_collections"] == "true",
            defaultVisibility: form["visibility"].flatMap { Visibility(name: $0) },
            defaultSensitive: form["sensitive"] == "true",
            defaultLanguage: form["language"]
        )
    }
}

let profileWords = written("display_name", "note", "name-", "value-")

@Sendable func askForProfile(_ request: FormRequest) async throws -> PageAnswer { try request.askForProfile() }

@Sendable func takeProfile(_ request: FormRequest) async throws -> PageAnswer { try await request.takeProfile() }

@Sendable func profilePictures(_ limits: Limits) -> [String: Int] {
    ["avatar": limits.media.profileImageBytes, "header": limits.media.profileImageBytes]
}
