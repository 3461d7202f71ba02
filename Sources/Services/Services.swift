// The use cases of Chorus, and what they share: the database, time, ids, events, and what is kept in memory.

public import Basics
public import Database
public import Domain
public import Jobs
public import Media
internal import Storage

/// What a use case needs. Each use case is a method in a file of its own, verb first: `PostStatus.swift`.
public final class Services: Sendable {
    public let database: Database
    public let site: Site
    public let limits: Limits
    public let clock: Clock
    public let ids: Snowflake
    public let events = EventBus()
    /// What is to be told to other servers.
    public let outbox = Outbox()
    /// Whether other servers are told anything.
    let isFederated: Bool
    let deletedSince = DeletedSince()
    /// How full the disk is.
    public let disk: DiskWatch
    let backlogWatch = BacklogWatch()
    let databaseAnswers: FreshCache<Int, Bool>
    let recentDeletions: RecentDeletions
    public let passwords: PasswordHasher
    /// Counts what may be done only so often.
    public let limiter: RateLimiter
    /// Bodies of requests that are in memory: those of strangers, by address, apart from those of people.
    public let bodies = ByteBudget<RateKey>(total: 64 << 20, share: 4 << 20, uncounted: 4096)
    public let bodiesOfPeople = ByteBudget<RateKey>(total: 256 << 20, share: 8 << 20, uncounted: 4096)
    let knownBrowsers: KnownBrowsers
    public let formTimer: FormTimer
    let twoFactorKeys: TwoFactorKeys
    private let networks = NetworkNumbers()
    public let accounts: AccountCache
    public let statuses: StatusCache
    public let relations: RelationsCache
    public let interactions: InteractionCache
    public let timelines: TimelineStore
    public let lists: ListCache
    public let filters: FilterCache
    public let grants: GrantCache
    public let magnitudeStreams = MagnitudeStreams()
    public let polls: PollCache
    /// Nil where the programs that read pictures and films are not installed.
    public let media: MediaWorkshop?
    let mediaTasks = MediaTasks()
    /// Where archives of what people wrote are kept; nil where none are made.
    let archives: ArchiveFolder?
    /// Of several servers on one database, which this one is.
    public let node: Int
    /// Whether events are written down for the server that runs on the same file (docs/decisions/0016).
    let recordsEvents: Bool
    public let cards: CardCache
    /// Looks at links for their previews; nil where they are switched off.
    let fetchPage: PageFetch?
    /// Who translates; nil where nobody does.
    let translator: Translator?
    let translationLanguageCache: FreshCache<Int, [String: [String]]>
    /// Those who ask for the same translation at the same time wait for one.
    let translationFlights: FreshCache<TranslationKey, String>
    public let jobs: JobQueue
    /// What goes to other servers, and what came from them.
    public let deliveries: DeliveryQueue
    public let inbox: InboxQueue
    /// What was decided about other servers.
    public let servers: ServerPolicyCache
    /// Nil where this server speaks with no other, and in commands.
    let federation: FederationContext?
    /// Whether this server speaks with others.
    public var federates: Bool { federation != nil }
    let push: PushContext
    /// Nil where no mail is sent.
    let mail: MailContext?
    /// Nil where nothing is sent, as by commands.
    let sendWebhook: WebhookSend?
    let guarding: GuardSettings
    let trendStore: TrendStore
    /// What moderators do about whole tags and calls.
    let measures: MeasureCache
    let callMagnitudes: CallMagnitudes
    let magnitudes: TagMagnitudes
    let trendingLinkCache: FreshCache<Int, [Int64]>
    let trendingCache: FreshCache<Int, [Int64]>
    let directoryCache: FreshCache<DirectoryOrder, [Int64]>
    let tagIDs = ReadThroughCache<String, Int64>(capacity: 4096)
    let tagNames = ReadThroughCache<Int64, String>(capacity: 4096)
    let factsCache = ServerFactsCache()
    public let presence = Presence()
    let instanceTextCache: FreshCache<Int, InstanceTexts>
    let peerCache: FreshCache<Int, [String]>
    let announcementCache: FreshCache<Int, AnnouncementBoard>
    let applications = ReadThroughCache<Int64, StatusApplication>(capacity: 1024)

    public init(
        database: Database,
        site: Site,
        limits: Limits = Limits(),
        clock: Clock = .system,
        node: Int = 0,
        isCommand: Bool = false,
        isFederated: Bool = true,
        media: MediaWorkshop? = nil,
        archives: ArchiveFolder? = nil,
        fetchPage: PageFetch? = nil,
        translator: Translator? = nil,
        push: PushSettings = PushSettings(),
        mail: MailSettings? = nil,
        federation: FederationSettings? = nil,
        rateLimits: RateLimits = .off,
        timelineSizes: TimelineSizes = TimelineSizes(),
        sendWebhook: WebhookSend? = nil,
        guarding: GuardSettings = GuardSettings(),
        disk: DiskWatch = DiskWatch()
    ) {
        self.disk = disk
        databaseAnswers = FreshCache(capacity: 1, maximumAge: .seconds(2), clock: clock)
        self.guarding = guarding
        self.sendWebhook = sendWebhook
        self.database = database
        self.site = site
        self.limits = limits
        self.clock = clock
        self.node = node
        self.isFederated = isFederated
        recordsEvents = isCommand && database.engine == .sqlite
        self.media = media
        self.archives = archives
        ids = Snowflake(clock: clock, node: node)
        passwords = PasswordHasher(cost: limits.passwordCost)
        limiter = RateLimiter(limits: rateLimits)
        knownBrowsers = KnownBrowsers(key: push.sealingKey, clock: clock)
        formTimer = FormTimer(key: push.sealingKey, clock: clock)
        twoFactorKeys = TwoFactorKeys(push.sealingKey)
        accounts = AccountCache(database: database, site: site)
        statuses = StatusCache(database: database)
        recentDeletions = RecentDeletions(clock: clock)
        relations = RelationsCache(database: database, clock: clock)
        interactions = InteractionCache(database: database)
        timelines = TimelineStore(database: database, sizes: timelineSizes)
        lists = ListCache(database: database)
        filters = FilterCache(database: database, clock: clock)
        grants = GrantCache(database: database)
        polls = PollCache(database: database)
        cards = CardCache(database: database)
        self.fetchPage = fetchPage
        self.translator = translator
        translationLanguageCache = FreshCache(capacity: 1, maximumAge: .seconds(3600), clock: clock)
        translationFlights = FreshCache(capacity: 256, maximumAge: .seconds(60), clock: clock)
        trendingLinkCache = FreshCache(capacity: 1, maximumAge: .seconds(60), clock: clock)
        self.push = PushContext(push)
        self.mail = mail.map(MailContext.init)
        jobs = JobQueue(database: database, clock: clock, node: node)
        deliveries = DeliveryQueue(database: database, clock: clock, node: node)
        inbox = InboxQueue(database: database, clock: clock, node: node)
        servers = ServerPolicyCache(database: database, mode: federation?.mode ?? .off)
        self.federation = federation.map(FederationContext.init)
        trendStore = TrendStore()
        measures = MeasureCache(database: database, clock: clock)
        callMagnitudes = CallMagnitudes(clock: clock)
        magnitudes = TagMagnitudes(clock: clock)
        instanceTextCache = FreshCache(capacity: 1, maximumAge: .seconds(5), clock: clock)
        peerCache = FreshCache(capacity: 1, maximumAge: .seconds(300), clock: clock)
        announcementCache = FreshCache(capacity: 1, maximumAge: .seconds(2), clock: clock)
        directoryCache = FreshCache(capacity: 4, maximumAge: .seconds(60), clock: clock)
        trendingCache = FreshCache(capacity: 1, maximumAge: .seconds(30), clock: clock)
        let updates = CacheUpdates(
            accounts: accounts,
            statuses: statuses,
            relations: relations,
            interactions: interactions,
            timelines: timelines,
            lists: lists,
            filters: filters,
            grants: grants,
            cards: cards,
            polls: polls,
            trends: trendStore,
            measures: measures,
            calls: callMagnitudes,
            deletions: recentDeletions
        )
        events.listen(updates.handle)
        events.listenHere(deletedSince.handle)
    }

    /// A number by which this process tells a network apart from others; 0 where none is known. Nobody can tell the network
    /// from it, and another process has other numbers.
    public func network(of address: ClientAddress?) -> UInt32 { address.map(networks.number) ?? 0 }

    /// Makes sure that new ids are greater than all that were given, also when the clock ran ahead then. To be called before
    /// the first change.
    public func continueIDs() async throws { ids.rise(above: try await database.read { try IDQueries.greatest($0) }) }

    /// Runs one change in one transaction and publishes its events after its commit.
    ///
    /// `body` may run twice (see `Database.write`): it must change nothing but the database.
    func change<Result: Sendable>(
        _ body: @escaping @Sendable (inout Change) throws -> Result
    ) async throws -> Result {
        let (clock, ids, recordsEvents, isFederated) = (clock, ids, recordsEvents, isFederated)
        let (result, events, hasJobs, hasOutbox): (Result, [DomainEvent], Bool, Bool)
        do {
            (result, events, hasJobs, hasOutbox) = try await database.write { connection in
                var change = Change(connection: connection, now: clock.now(), ids: ids, isFederated: isFederated)
                let result = try body(&change)
                if recordsEvents { try Services.record(change.events, connection) }
                return (result, change.events, change.hasJobs, change.hasOutbox)
            }
        } catch DatabaseError.constraint(let name) where name.hasSuffix("_fkey") {
            // Deleted by another transaction between the look and the write; PostgreSQL names the foreign key.
            throw ServiceError.notFound
        }
        self.events.publish(events)
        if hasJobs { jobs.wake() }
        if hasOutbox { outbox.wake() }
        return result
    }
}

/// One transaction in the making.
struct Change {
    let connection: Connection
    /// One moment for all that the change writes.
    let now: Timestamp
    let ids: Snowflake
    let isFederated: Bool
    /// What others hear of after the commit.
    var events: [DomainEvent] = []
    /// Whether jobs were written that may be due at once.
    private(set) var hasJobs = false
    /// Whether something was written that other servers are to hear.
    private(set) var hasOutbox = false

    /// Writes work to be done after the commit.
    mutating func enqueue(_ job: JobDraft) throws {
        try JobQueue.insert(job, at: now, connection)
        hasJobs = true
    }

    /// Records what happened. What follows from it in memory, for listeners and for other nodes, follows after the commit; what
    /// other servers are to hear is written in the same transaction (`record(_:sentBy:)`).
    mutating func record(_ event: DomainEvent) { events.append(event) }

    /// The account, if it is of this server and what it does is to somebody of another: asked for in that case only.
    func sender(_ account: Int64, toRemote isRemote: Bool) throws -> Int64? {
        guard isRemote, isFederated else { return nil }
        return try author(account).domain.isEmpty ? account : nil
    }

    /// Records what happened, and has other servers told of it in the name of `sender`, an account of this one.
    ///
    /// - Parameter sender: nil where nobody elsewhere is concerned; see `OutboxPolicy`.
    mutating func record(_ event: DomainEvent, sentBy sender: Int64?) throws {
        record(event)
        guard let sender, isFederated else { return }
        try OutboxQueries.insert(try event.outboxText, by: sender, at: now, connection)
        hasOutbox = true
    }
}

/// The numbers that people and apps are told and held to.
public struct Limits: Sendable, Equatable {
    public var statusCharacters = 500
    /// Characters may be built of many bytes; no text is longer than this.
    public var statusBytes = 1 << 15
    public var charactersPerURL = 23
    public var displayNameCharacters = 30
    public var noteCharacters = 500
    public var profileFields = 4
    public var profileFieldCharacters = 255
    public var pinnedStatuses = 5
    public var polls = PollLimits()
    public var media = MediaLimits()
    public var scheduled = ScheduleLimits()
    /// How far up a thread is followed.
    public var threadAncestors = 4096
    public var follows = 7500
    public var lists = 50
    public var followedTags = 1000
    public var featuredTags = 10
    public var domainBlocks = 10_000
    /// Bytes and lines of a file that somebody brings.
    public var importBytes = 4 << 20
    public var importLines = 20_000
    public var filters = 100
    /// Keywords of one filter, and statuses of one filter.
    public var filterParts = 250
    /// Largest request body in bytes, and of those who are not signed in.
    public var bodyBytes = 1 << 20
    public var bodyBytesOfStrangers = 1 << 16
    /// scrypt's N as a power of two.
    public var passwordCost = 14
    public var passwordCharacters = 8...128

    public init() {}
}
