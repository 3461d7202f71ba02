// What speaking with other servers needs besides the database: the way out, the seal of the keys, and what is kept in memory.

internal import ActivityPub
internal import Basics
public import Domain
public import Media
public import Outbound
internal import Synchronization

/// How this server speaks with others.
public struct FederationSettings: Sendable {
    public var mode: FederationMode
    /// Seals private keys; 32 bytes that are not in the database.
    public var sealingKey: [UInt8]
    public var send: OutboundSend
    /// Where copies of files of others are kept; nil for no copies.
    public var files: FileCache?

    public init(
        mode: FederationMode = .on,
        sealingKey: [UInt8],
        files: FileCache? = nil,
        send: @escaping OutboundSend
    ) {
        self.mode = mode
        self.sealingKey = sealingKey
        self.files = files
        self.send = send
    }
}

/// The settings with what is made of them.
final class FederationContext: Sendable {
    let mode: FederationMode
    let send: OutboundSend
    let seal: KeySeal
    let files: RemoteFiles?
    let keys = ReadThroughCache<Int64, AccountKeys>(capacity: 2048)
    /// In which form hosts take signatures, where that is not the usual one.
    let forms = Mutex(LRU<String, SignatureForm>(capacity: 4096))
    /// Documents that were not there a moment ago.
    let absent = Mutex(LRU<String, (error: FederationError, end: Timestamp)>(capacity: 8192))
    /// Whether activities are for followers and nobody else, by their numbers.
    let followersOnly = Mutex(LRU<Int64, Bool>(capacity: 1024))
    /// How often keys of a domain were looked for.
    let keyLooks = Mutex(LRU<String, KeyLooks>(capacity: 4096))

    /// Keys of those who sent something lately, each until it is read again.
    let foundKeys = Mutex(LRU<String, (key: FoundKey, end: Timestamp)>(capacity: 16_384))
    let actorFlights = Flights<String, Int64>()
    let keyFlights = Flights<String, FoundKey>()

    /// Looks for keys of one domain, and those that found what had signed a request.
    struct KeyLooks: Sendable {
        var count = 0
        var proven = 0
        var end: Timestamp
    }

    init(_ settings: FederationSettings) {
        mode = settings.mode
        send = settings.send
        seal = KeySeal(settings.sealingKey)
        files = settings.files.map { RemoteFiles($0) }
    }
}

/// Why something of another server is not to be had.
public enum FederationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// This server speaks with nobody.
    case off
    /// A moderator has suspended the server, or it is not among the allowed ones.
    case suspended
    /// 410.
    case gone
    /// 404, or another answer that says no: the status.
    case refused(Int)
    /// The server does not answer, or not now.
    case unreachable(String)
    /// What it answers is of no use.
    case unusable(String)

    public var description: String {
        switch self {
        case .off: "this server speaks with no other"
        case .suspended: "the server is suspended"
        case .gone: "it is gone"
        case .refused(let status): "the server answers \(status)"
        case .unreachable(let reason), .unusable(let reason): reason
        }
    }
}
