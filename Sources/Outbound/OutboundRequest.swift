// What is asked of another server, what it answers, and why it may not be asked.

public import Basics

/// One request to an address that somebody else chose.
public struct OutboundRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// Which addresses may be connected to.
    public enum Reach: Sendable, Hashable {
        /// Those of the public internet, and what `--outbound-private` names.
        case publicInternet
        /// Any: only for a service that the admin has named, and for tests.
        case anywhere
    }

    /// What happens to a body that is longer than `limit`.
    public enum Overflow: Sendable {
        /// `OutboundError.unusable`.
        case fails
        /// Its beginning is returned.
        case isCut
    }

    public var method: Method
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// Most bytes that are read, counted after unpacking.
    public var limit = 1 << 20
    public var overflow = Overflow.fails
    /// For everything: names, connections, redirects, body.
    public var timeout = Duration.seconds(10)
    /// How many redirects of a GET are followed; a POST follows none.
    public var redirects = 3
    public var reach = Reach.publicInternet
    public var signer: RequestSigner?
    /// Whether requests to one host wait for each other, and failures are remembered for a while. Not for what has a
    /// queue of its own.
    public var isBudgeted = true

    public init(
        _ method: Method = .get,
        _ url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        signer: RequestSigner? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.signer = signer
    }
}

/// Signs requests just before they are sent: each redirect and each attempt again.
public struct RequestSigner: Sendable {
    /// Requests that are the same but for this are not.
    public let keyID: String
    /// Headers to add, such as Date, Digest and Signature.
    public let headers: @Sendable (RequestToSign) throws -> [(name: String, value: String)]

    public init(
        keyID: String,
        headers: @escaping @Sendable (RequestToSign) throws -> [(name: String, value: String)]
    ) {
        self.keyID = keyID
        self.headers = headers
    }
}

/// A request as it will be sent, without its signature.
public struct RequestToSign: Sendable {
    /// `GET` or `POST`.
    public let method: String
    /// `https://peer.example/users/alice?page=1`, without a fragment.
    public let url: String
    /// As in the Host header: with the port where it is not the scheme's own.
    public let host: String
    /// Path and query: `/users/alice?page=1`.
    public let target: String
    /// Those that are sent beside what the signer adds; Host is not among them.
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
}

/// What another server answered, whatever its status.
public struct OutboundResponse: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// Where the answer came from: after redirects.
    public var url: String

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], url: String = "") {
        self.status = status
        self.headers = headers
        self.body = body
        self.url = url
    }

    /// The first header of a name, in whatever case it was sent.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Without its parameters and in lower case: `text/html`; empty where there is none.
    public var mediaType: String {
        let type = (header("content-type") ?? "").prefix { $0 != ";" }
        return type.filter { $0 != " " && $0 != "\t" }.lowercased()
    }

    /// How long the server wishes to be left alone; nil where it does not say so.
    public func retryAfter(at now: Timestamp) -> Duration? {
        header("retry-after").flatMap { RetryAfter.duration($0, at: now) }
    }

    public var isSuccess: Bool { (200..<300).contains(status) }
}

/// Why there is no answer. The sentences name a host at most: the rest of an address may be a secret.
public enum OutboundError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It is not an http(s) address, or it leads to a place that is not public.
    case forbidden(String)
    /// Nobody answered, or not in time.
    case unreachable(String)
    /// The answer is of no use: too many redirects, too long, packed in an unknown way.
    case unusable(String)
    /// This server asks that host enough already, or was told to wait.
    case busy(String)

    public var description: String {
        switch self {
        case .forbidden(let sentence), .unreachable(let sentence), .unusable(let sentence), .busy(let sentence):
            sentence
        }
    }
}

/// Sends a request: `OutboundClient.send`, or what stands for it in a test.
public typealias OutboundSend = @Sendable (OutboundRequest) async throws -> OutboundResponse
