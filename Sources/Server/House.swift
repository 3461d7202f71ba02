// The house put together: settings, database, use cases. What `chorus serve` and every other command start from.

internal import Basics
public import Database
internal import Domain
internal import Fetching
internal import Foundation
public import Logging
internal import Mail
internal import Media
public import Services
internal import Storage
internal import Web

/// An open database with the use cases on top.
public struct House: Sendable {
    public let settings: Settings
    public let services: Services
    public let logger: Logger
    /// To the other nodes on the same database; nil on SQLite.
    public let link: NodeLink?
    /// Held by a server for as long as it runs.
    private let lock: FolderLock?
    public var database: Database { services.database }

    /// Opens the data folder or the PostgreSQL database.
    ///
    /// - Parameters:
    ///   - migrating: bring the schema up to date; otherwise an older one is refused.
    ///   - serving: this process takes files; only one at a time may for a data folder.
    public static func open(_ settings: Settings, migrating: Bool = true, serving: Bool = false) async throws -> House {
        // Files and folders of this process are for nobody else on this machine.
        umask(0o077)
        var logger = Logger(label: "chorus", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = settings.logLevel
        guard
            var site = Site(
                url: settings.url,
                title: settings.title,
                summary: settings.summary,
                contactEmail: settings.contactEmail,
                registrationsOpen: settings.registrationsOpen,
                isLimited: settings.isLimited
            )
        else {
            throw SettingsError("url is \"\(settings.url)\": it must be like https://chorus.example, without a path.")
        }
        if let mediaURL = settings.mediaURL { site.mediaURL = mediaURL }
        site.drawsPictures = Rasteriser.installed() != nil
        let place = try configuration(settings)
        if serving, settings.database != nil { try makeFolder(settings.dataDirectory) }
        let lock = serving ? try FolderLock(folder: settings.dataDirectory) : nil
        let database = try await Database.open(place)
        do {
            if migrating {
                for name in try await Migrator.migrate(database) { logger.info("Migrated the database: \(name)") }
            } else {
                try await Migrator.check(database)
            }
        } catch {
            await database.close()
            throw error
        }
        let fetcher = PageFetcher(
            userAgent: "Chorus/\(Version.current) (+\(site.url))",
            allowsPrivateAddresses: settings.linkPreviews == .private
        )
        let fetch: PageFetch = { try await fetcher.fetch($0, accept: $1, limit: $2) }
        let services: Services
        let link: NodeLink?
        do {
            let media = serving ? try workshop(settings, logger) : nil
            let archives = serving ? try archiveFolder(settings) : nil
            // Commands send nothing, and need no key.
            let key = serving ? try PushKeyFile.key(in: settings.dataDirectory) : nil
            let push = key.map { pushing(settings, site, key: $0) } ?? PushSettings()
            let mailer = serving ? try mailer(settings, site) : nil
            services = Services(
                database: database,
                site: site,
                node: settings.node,
                isCommand: !serving,
                media: media,
                archives: archives,
                fetchPage: settings.linkPreviews == .off ? nil : fetch,
                translator: serving ? try translator(settings) : nil,
                push: push,
                mail: mailer.map { mailer in
                    MailSettings(key: key) { [logger] message in
                        do {
                            try await mailer.send(message)
                        } catch let failure as MailFailure {
                            logger.warning("An e-mail was not sent: \(failure)")
                            throw failure
                        }
                    }
                },
                rateLimits: settings.rateLimits ? RateLimits() : .off
            )
            try await services.continueIDs()
            link = try services.linkNodes(listens: serving, logger: logger)
        } catch {
            await database.close()
            throw error
        }
        return House(settings: settings, services: services, logger: logger, link: link, lock: lock)
    }

    public func close() async {
        await link?.close()
        await database.close()
    }

    /// Who hands over mail; nil where none is sent.
    static func mailer(_ settings: Settings, _ site: Site) throws -> Mailer? {
        guard let server = settings.mailServer else { return nil }
        do {
            return try Mailer(server, name: site.title, host: site.mailHost)
        } catch let failure as MailFailure {
            throw SettingsError("smtp-ca-file: \(failure).")
        }
    }

    /// Who processes and keeps files; nil where the programs are missing, which is said.
    private static func workshop(_ settings: Settings, _ logger: Logger) throws -> MediaWorkshop? {
        guard let tools = MediaTools.installed() else {
            logger.notice("No files can be uploaded: install \(MediaTools.packages) and restart")
            return nil
        }
        let folder = settings.dataDirectory + "/media"
        do {
            return try MediaWorkshop(
                tools: tools,
                limits: MediaLimits(),
                store: try settings.mediaBucket.map { BucketStore($0) } ?? FolderStore(root: folder),
                folder: folder + "/in-progress",
                report: { logger.error("\($0)") }
            )
        } catch MediaError.storage(let sentence) {
            throw SettingsError("\(sentence).")
        }
    }

    private static func pushing(_ settings: Settings, _ site: Site, key: [UInt8]) -> PushSettings {
        let poster = PushPoster(
            userAgent: "Chorus/\(Version.current) (+\(site.url))",
            allowsPrivateAddresses: settings.pushesToPrivateAddresses
        )
        return PushSettings(
            sealingKey: key,
            allowsPrivateAddresses: settings.pushesToPrivateAddresses,
            send: { try await poster.send($0) }
        )
    }

    private static func archiveFolder(_ settings: Settings) throws -> ArchiveFolder {
        do {
            return try ArchiveFolder(root: settings.dataDirectory + "/archives")
        } catch MediaError.storage(let sentence) {
            throw SettingsError("\(sentence).")
        }
    }

    private static func translator(_ settings: Settings) throws -> Translator? {
        switch settings.translator {
        case .off: return nil
        case .libretranslate:
            return .libreTranslate(url: settings.translatorURL ?? "", key: settings.translatorKey)
        case .deepl: return .deepL(url: settings.translatorURL, key: settings.translatorKey)
        case .apertium:
            guard let apertium = Translator.apertium() else {
                throw SettingsError("translator is apertium, but the program apertium is in no folder of PATH.")
            }
            return apertium
        }
    }

    private static func configuration(_ settings: Settings) throws -> Database.Configuration {
        if let url = settings.database { return .postgres(url: url) }
        try makeFolder(settings.dataDirectory)
        return .sqlite(path: settings.dataDirectory + "/chorus.sqlite")
    }

    private static func makeFolder(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw SettingsError("The data folder \(folder) cannot be made: \(reason(error)).")
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw SettingsError("The data folder \(folder) cannot be written: check its owner and permissions.")
        }
        // Made by earlier versions, which left that to the system.
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.setAttributes(
                [.posixPermissions: 0o600],
                ofItemAtPath: "\(folder)/chorus.sqlite\(ending)"
            )
        }
    }

    private static func reason(_ error: any Error) -> String {
        let error = error as NSError
        if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError {
            return String(cString: strerror(Int32(cause.code)))
        }
        return error.localizedDescription
    }
}
