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
    let deletedSince = DeletedSince()
    public let passwords: PasswordHasher
    /// Counts what may be done only so often.
    public let limiter: RateLimiter
    /// Bodies of requests that are in memory: those of strangers, by address, apart from those of people.
    public let bodies = ByteBudget<RateKey>(total: 64 << 20, share: 4 << 20, uncounted: 4096)
    public let bodiesOfPeople = ByteBudget<RateKey>(total: 256 << 20, share: 8 << 20, uncounted: 4096)
    let knownBrowsers: KnownBrowsers
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
    let node: Int
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
    let push: PushHouse
    /// Nil where no mail is sent.
    let mail: MailHouse?
    let trendStore: TrendStore
    let callMagnitudes: CallMagnitudes
    let magnitudes: TagMagnitudes
    let trendingLinkCache: FreshCache<Int, [Int64]>
    let trendingCache: FreshCache<Int, [Int64]>
    let directoryCache: FreshCache<DiscoveryQueries.Order, [Int64]>
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
        media: MediaWorkshop? = nil,
        archives: ArchiveFolder? = nil,
        fetchPage: PageFetch? = nil,
        translator: Translator? = nil,
        push: PushSettings = PushSettings(),
        mail: MailSettings? = nil,
        rateLimits: RateLimits = .off,
        timelineSizes: TimelineSizes = TimelineSizes()
    ) {
        self.database = database
        self.site = site
        self.limits = limits
        self.clock = clock
        self.node = node
        recordsEvents = isCommand && database.engine == .sqlite
        self.media = media
        self.archives = archives
        ids = Snowflake(clock: clock, node: node)
        passwords = PasswordHasher(cost: limits.passwordCost)
        limiter = RateLimiter(limits: rateLimits)
        knownBrowsers = KnownBrowsers(key: push.sealingKey, clock: clock)
        accounts = AccountCache(database: database, domain: site.domain)
        statuses = StatusCache(database: database)
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
        self.push = PushHouse(push)
        self.mail = mail.map(MailHouse.init)
        jobs = JobQueue(database: database, clock: clock, node: node)
        trendStore = TrendStore()
        callMagnitudes = CallMagnitudes(clock: clock)
        magnitudes = TagMagnitudes(clock: clock)
        instanceTextCache = FreshCache(capacity: 1, maximumAge: .seconds(5), clock: clock)
        peerCache = FreshCache(capacity: 1, maximumAge: .seconds(300), clock: clock)
        announcementCache = FreshCache(capacity: 1, maximumAge: .seconds(2), clock: clock)
        directoryCache = FreshCache(capacity: 4, maximumAge: .seconds(60), clock: clock)
        trendingCache = FreshCache(capacity: 1, maximumAge: .seconds(30), clock: clock)
        for listener in [accounts.handle, statuses.handle, relations.handle, interactions.handle, timelines.handle] {
            events.listen(listener)
        }
        for listener in [lists.handle, filters.handle, grants.handle, cards.handle] { events.listen(listener) }
        for listener in [trendStore.handle, polls.handle, callMagnitudes.handle] { events.listen(listener) }
        events.listenHere(interactions.handlePost)
        events.listenHere(deletedSince.handle)
    }

    /// Makes sure that new ids are greater than all that were given, also when the clock ran ahead then. To be called before
    /// the first change.
    public func continueIDs() async throws { ids.rise(above: try await database.read { try IDQueries.greatest($0) }) }

    /// Runs one change in one transaction and tells of it after its commit.
    ///
    /// `body` may run twice (see `Database.write`): it must change nothing but the database.
    func change<Result: Sendable>(
        _ body: @escaping @Sendable (inout Change) throws -> Result
    ) async throws -> Result {
        let (clock, ids, recordsEvents) = (clock, ids, recordsEvents)
        let (result, events, hasJobs): (Result, [DomainEvent], Bool)
        do {
            (result, events, hasJobs) = try await database.write { connection in
                var change = Change(connection: connection, now: clock.now(), ids: ids)
                let result = try body(&change)
                if recordsEvents { try Services.record(change.events, connection) }
                return (result, change.events, change.hasJobs)
            }
        } catch DatabaseError.constraint(let name) where name.hasSuffix("_fkey") {
            // Deleted by another transaction between the look and the write; PostgreSQL names the foreign key.
            throw ServiceError.notFound
        }
        self.events.publish(events)
        if hasJobs { jobs.wake() }
        return result
    }
}

/// One transaction in the making.
struct Change {
    let connection: Connection
    /// One moment for all that the change writes.
    let now: Timestamp
    let ids: Snowflake
    /// What to tell after the commit.
    var events: [DomainEvent] = []
    /// Whether jobs were written that may be due at once.
    private(set) var hasJobs = false

    /// Writes work to be done after the commit.
    mutating func enqueue(_ job: JobDraft) throws {
        try JobQueue.insert(job, at: now, connection)
        hasJobs = true
    }

    mutating func tell(_ event: DomainEvent) { events.append(event) }
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
