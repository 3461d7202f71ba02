// The house put together: settings, database, use cases. What `chorus serve` and every other command start from.

internal import Backup
internal import Basics
public import Database
internal import Domain
internal import Foundation
public import Logging
internal import Mail
internal import Media
internal import Outbound
public import Services
internal import Storage
internal import Web

/// An open database with the use cases on top.
public struct AppContainer: Sendable {
    public let settings: Settings
    public let services: Services
    public let logger: Logger
    /// To the other nodes on the same database; nil on SQLite.
    public let link: NodeLink?
    /// Backups that this server makes by itself; nil for none, and for commands.
    public let backups: ScheduledBackups?
    /// Held by a server for as long as it runs.
    private let lock: FolderLock?
    public var database: Database { services.database }

    /// Opens the data folder or the PostgreSQL database.
    ///
    /// - Parameters:
    ///   - migrating: bring the schema up to date; otherwise an older one is refused.
    ///   - serving: this process takes files; only one at a time may for a data folder.
    public static func open(_ settings: Settings, migrating: Bool = true, serving: Bool = false) async throws
        -> AppContainer
    {
        // Files and folders of this process are for nobody else on this machine.
        umask(0o077)
        var logger = Logger(label: "chorus") { label in
            // What is logged while a request is worked on has the name that its answer has.
            StreamLogHandler.standardError(
                label: label,
                metadataProvider: Logger.MetadataProvider {
                    guard let id = RequestID.current else { return [:] }
                    return ["request": .string(id)]
                }
            )
        }
        logger.logLevel = settings.logLevel
        guard
            var site = Site(
                url: settings.url,
                handleDomain: settings.handleDomain,
                title: settings.title,
                summary: settings.summary,
                contactEmail: settings.contactEmail,
                registrations: settings.registrations,
                invites: settings.invites,
                minAge: settings.minAge,
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
            try await checkRestore(settings, database)
            if serving { RestoreTarget.finish(settings.dataDirectory) }
            if migrating {
                let manager = serving ? ServiceManager.current : .none
                let names = try await manager.whileBusy("Bringing the database up to date") {
                    try await copyBefore(settings, database, logger)
                    return try await Migrator.migrate(database)
                }
                for name in names { logger.info("Migrated the database: \(name)") }
            } else {
                try await Migrator.check(database)
            }
        } catch {
            await database.close()
            throw error
        }
        let outbound = try outbound(settings, site)
        let fetcher = PageFetcher(outbound, allowsPrivateAddresses: settings.linkPreviews == .private)
        let fetch: PageFetch = { try await fetcher.fetch($0, accept: $1, limit: $2) }
        let poster = WebhookPoster(outbound)
        let tell: WebhookSend = { try await poster.send($0) }
        let services: Services
        let link: NodeLink?
        do {
            let media = serving ? try workshop(settings, logger) : nil
            let archives = serving ? try archiveFolder(settings) : nil
            // Commands send nothing, and need no key.
            let key = serving ? try PushKeyFile.key(in: settings.dataDirectory) : nil
            let federation = try key.flatMap { try federating(settings, outbound, key: $0, copies: media != nil) }
            if let key, federation?.files != nil { site.remoteFiles = RemoteFileSigner(secret: key) }
            let push = key.map { pushing(settings, outbound, key: $0) } ?? PushSettings()
            let mailer = serving ? try mailer(settings, site) : nil
            services = Services(
                database: database,
                site: site,
                node: settings.node,
                isCommand: !serving,
                isFederated: settings.federates,
                media: media,
                archives: archives,
                fetchPage: settings.linkPreviews == .off ? nil : fetch,
                translator: serving ? try translator(settings, outbound) : nil,
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
                federation: federation,
                rateLimits: settings.rateLimits ? RateLimits() : .off,
                sendWebhook: serving ? tell : nil,
                guarding: GuardSettings(
                    mode: GuardSettings.Mode(rawValue: settings.guardMode) ?? .warn,
                    allowed: settings.guardAllowed,
                    logger: logger
                ),
                disk: serving
                    ? DiskWatch(folder: settings.dataDirectory, holdsDatabase: settings.database == nil) : DiskWatch()
            )
            await services.disk.look()
            try await services.continueIDs()
            link = try services.linkNodes(listens: serving, logger: logger)
        } catch {
            await database.close()
            throw error
        }
        let backups = settings.backups.flatMap {
            serving ? ScheduledBackups($0, settings.backupSource(database), logger) : nil
        }
        return AppContainer(
            settings: settings,
            services: services,
            logger: logger,
            link: link,
            backups: backups,
            lock: lock
        )
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
        do {
            return try MediaWorkshop(
                tools: tools,
                limits: MediaLimits(),
                store: try store(settings),
                folder: settings.mediaFolder + "/in-progress",
                report: { logger.error("\($0)") }
            )
        } catch MediaError.storage(let sentence) {
            throw SettingsError("\(sentence).")
        }
    }

    /// The door to other servers. Throws `SettingsError` where the certificates to believe cannot be read.
    private static func outbound(_ settings: Settings, _ site: Site) throws -> OutboundClient {
        do {
            return try OutboundClient(
                OutboundClient.Settings(
                    userAgent: "Chorus/\(Version.current) (+\(site.url))",
                    policy: settings.outboundPolicy,
                    authorities: settings.outboundAuthorities
                )
            )
        } catch let error as OutboundError {
            throw SettingsError("outbound-ca: \(error).")
        }
    }

    private static func pushing(_ settings: Settings, _ outbound: OutboundClient, key: [UInt8]) -> PushSettings {
        let poster = PushPoster(outbound, allowsPrivateAddresses: settings.pushesToPrivateAddresses)
        return PushSettings(
            sealingKey: key,
            allowsPrivateAddresses: settings.pushesToPrivateAddresses,
            send: { try await poster.send($0) }
        )
    }

    /// How this server speaks with others; nil where it does not.
    private static func federating(
        _ settings: Settings,
        _ outbound: OutboundClient,
        key: [UInt8],
        copies: Bool
    ) throws -> FederationSettings? {
        guard settings.federates else { return nil }
        let files = copies ? try fileCache(settings) : nil
        return FederationSettings(mode: settings.federation, sealingKey: key, files: files) {
            try await outbound.send($0)
        }
    }

    private static func fileCache(_ settings: Settings) throws -> FileCache {
        do {
            return try FileCache(root: settings.dataDirectory + "/media/copies", budget: settings.mediaCache)
        } catch MediaError.storage(let sentence) {
            throw SettingsError("\(sentence).")
        }
    }

    private static func archiveFolder(_ settings: Settings) throws -> ArchiveFolder {
        do {
            return try ArchiveFolder(root: settings.dataDirectory + "/archives")
        } catch MediaError.storage(let sentence) {
            throw SettingsError("\(sentence).")
        }
    }

    private static func translator(_ settings: Settings, _ outbound: OutboundClient) throws -> Translator? {
        switch settings.translator {
        case .off: return nil
        case .libretranslate:
            return .libreTranslate(url: settings.translatorURL ?? "", key: settings.translatorKey, outbound)
        case .deepl: return .deepL(url: settings.translatorURL, key: settings.translatorKey, outbound)
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
        if RestoreTarget.isUnfinished(settings.dataDirectory) { throw interrupted(settings) }
        return .sqlite(path: settings.dataDirectory + "/chorus.sqlite")
    }

    /// Keeps the database as it is before the first change to it (`chorus rollback`).
    private static func copyBefore(_ settings: Settings, _ database: Database, _ logger: Logger) async throws {
        let copies = MigrationCopy(dataDirectory: settings.dataDirectory)
        copies.forget(at: Clock.system.now())
        guard settings.database == nil, settings.copiesBeforeMigration else { return }
        let plan = try await database.read { try MigrationPlan.read($0) }
        guard let schema = plan.from, !plan.steps.isEmpty else { return }
        try await copies.make(of: database, schema: schema)
        logger.info("Copied the database as it is before it is migrated: `chorus rollback` brings it back for 14 days")
    }

    /// Throws where a restore into this place was begun and not ended: what is there is not whole.
    private static func checkRestore(_ settings: Settings, _ database: Database) async throws {
        if settings.database != nil, RestoreTarget.isUnfinished(settings.dataDirectory),
            try await database.read({ try SchemaQueries.isEmpty($0) })
        {
            throw interrupted(settings)
        }
    }

    private static func interrupted(_ settings: Settings) -> SettingsError {
        SettingsError("A restore into \(settings.dataDirectory) was interrupted: run `chorus restore` again.")
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
