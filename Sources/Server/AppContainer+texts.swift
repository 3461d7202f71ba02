// What the command line changes of a server's words: rules, texts, emoji, announcements; and its reports.

internal import Basics
internal import Domain
internal import Foundation
internal import Services
internal import Storage

extension AppContainer {
    // MARK: Rules and texts

    public func ruleLines() async throws -> [String] {
        try await services.instanceTexts().rules.map { rule in
            "\(rule.id)\t\(rule.text)" + (rule.hint.isEmpty ? "" : "\t\(rule.hint)")
        }
    }

    /// Returns the rule's number.
    public func addRule(_ text: String, hint: String) async throws -> Int64 {
        try await services.addRule(text, hint: hint)
    }

    public func removeRule(_ id: Int64) async throws {
        try await found("There is no rule \(id).") { try await services.removeRule(id) }
    }

    /// Sets a text from a file.
    ///
    /// - Parameters:
    ///   - kind: description, privacy or terms.
    ///   - day: the day from which terms hold, as 2026-01-31; nil: today.
    public func setText(_ kind: String, file: String, day: String?) async throws {
        let kind = try textKind(kind)
        guard let text = String(bytes: try AppContainer.read(file), encoding: .utf8) else {
            throw SettingsError("The file \(file) is not text in UTF-8.")
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        try await services.setInstanceText(kind, trimmed, effectiveOn: try moment(day) ?? services.clock.now())
    }

    public func removeText(_ kind: String, day: String?) async throws {
        let kind = try textKind(kind)
        try await found("There is no such text.") {
            try await services.removeInstanceText(kind, effectiveOn: try moment(day) ?? services.clock.now())
        }
    }

    private func textKind(_ name: String) throws -> InstanceText.Kind {
        guard let kind = InstanceText.Kind(rawValue: name) else {
            throw SettingsError("\"\(name)\" is not a text of a server: it must be description, privacy or terms.")
        }
        return kind
    }

    // MARK: Emoji

    public func emojiLines() async throws -> [String] {
        try await services.refreshEmojis()
        return services.site.emojis.all.map { emoji in
            ":\(emoji.shortcode):\t\(emoji.mediaType)" + (emoji.category.map { "\t\($0)" } ?? "")
        }
    }

    public func addEmoji(_ shortcode: String, file: String, still: String?, category: String?) async throws {
        try await services.addEmoji(
            shortcode,
            category: category,
            image: try AppContainer.read(file, limit: CustomEmoji.byteLimit + 1),
            still: try still.map { try AppContainer.read($0, limit: CustomEmoji.byteLimit + 1) }
        )
    }

    public func removeEmoji(_ shortcode: String) async throws {
        try await found("There is no emoji \(shortcode).") { try await services.removeEmoji(shortcode) }
    }

    // MARK: Announcements

    public func announcementLines() async throws -> [String] {
        try await services.allAnnouncements().map { announcement in
            let end = announcement.endsAt.map { " until \($0.isoDate)" } ?? ""
            return "\(announcement.id)\t\(announcement.publishedAt.isoDate)\(end)\t\(announcement.text)"
        }
    }

    /// - Parameters:
    ///   - start: and `end`: the days of what is announced, as 2026-01-31.
    ///   - from: the day from which it is shown; nil: now.
    public func announce(_ text: String, start: String?, end: String?, from: String?) async throws -> Int64 {
        let start = try moment(start)
        // The whole of the last day.
        let end = try moment(end).map { $0 + .seconds(86_399) }
        return try await services.announce(
            text,
            startsAt: start,
            endsAt: end,
            isAllDay: start != nil || end != nil,
            publishAt: try moment(from)
        )
    }

    public func removeAnnouncement(_ id: Int64) async throws {
        try await found("There is no announcement \(id).") { try await services.removeAnnouncement(id) }
    }

    // MARK: Reports

    public func resolveReport(_ id: Int64, reopen: Bool) async throws {
        try await found("There is no report \(id).") {
            try await services.handleReport(id, reopen ? .reopen : .resolve, by: .commandLine)
        }
    }

    // MARK: -

    private func found(_ sentence: String, _ body: () async throws -> Void) async throws {
        do { try await body() } catch ServiceError.notFound { throw SettingsError(sentence) }
    }

    /// Midnight of a day, UTC.
    private func moment(_ day: String?) throws -> Timestamp? {
        guard let day else { return nil }
        guard let moment = Timestamp(iso8601: "\(day)T00:00:00Z") else {
            throw SettingsError("\"\(day)\" is not a day: it must be like 2026-01-31.")
        }
        return moment
    }

    private static func read(_ file: String, limit: Int = 1 << 20) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw SettingsError("The file \(file) cannot be read.")
        }
        defer { try? handle.close() }
        return Array(try handle.read(upToCount: limit) ?? Data())
    }
}
