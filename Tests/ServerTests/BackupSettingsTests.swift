// Settings of backups, and what of all settings a backup holds.
import Testing

@testable import Server

@Suite("Settings of backups")
struct BackupSettingsTests {
    @Test("a folder switches them on, daily and for a week if nothing else is said")
    func standard() throws {
        #expect(try Settings.standard().backups == nil)
        let standard = try Settings.standard(but: ["backup-dir": "/var/backups/chorus"]).backups
        #expect(standard == BackupSettings(folder: "/var/backups/chorus", interval: .seconds(86_400), keep: 7))
        let other = try Settings.standard(but: ["backup-dir": "/b", "backup-every": "30m", "backup-keep": "2"]).backups
        #expect(other == BackupSettings(folder: "/b", interval: .seconds(1800), keep: 2))
    }

    @Test(
        "what is no time or number is refused",
        arguments: [
            ("backup-every", "soon"), ("backup-every", "0h"), ("backup-every", "h"), ("backup-keep", "0"),
            ("backup-keep", "x"),
        ]
    )
    func refused(_ name: String, _ value: String) {
        let error = #expect(throws: SettingsError.self) {
            try Settings.standard(but: [name: value, "backup-dir": "/b"])
        }
        #expect(error?.description.hasPrefix("\(name) is \"\(value)\"") == true)
    }

    @Test("a backup holds what is set, and no secret")
    func file() throws {
        let values = [
            "title": "It's \"ours\": #1", "database": "postgres://chorus:hunter2@db.example/chorus", "data-dir": "/d",
            "smtp-host": "mail.example", "smtp-user": "u", "smtp-password": "hunter2", "smtp-from": "c@mail.example",
            "media-bucket": "https://s3.example/b", "media-key-id": "hunter2", "media-secret": "hunter2",
            "translator": "deepl", "translator-key": "hunter2",
        ]
        let file = try Settings.standard(but: values).file
        #expect(!file.contains("hunter2") && !file.contains("data-dir"))
        #expect(file.contains("title: \"It's \\\"ours\\\": #1\"\n"))
        #expect(file.contains("smtp-host: \"mail.example\"\n"))
        #expect(file.contains("# smtp-password was set too"))
        #expect(!file.contains("guard"))
    }
}
