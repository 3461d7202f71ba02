// What came from outside for an address, and why nothing did.

/// The answer to one look at an address.
public struct FetchedPage: Sendable, Equatable {
    /// After redirects.
    public var url: String
    public var contentType: String
    public var body: [UInt8]

    public init(url: String, contentType: String, body: [UInt8]) {
        self.url = url
        self.contentType = contentType
        self.body = body
    }
}

/// Why an address gave nothing.
public enum FetchRefusal: Error, Sendable, Equatable {
    /// It is no http(s) address, or leads to a place that is not public.
    case forbidden(String)
    /// Nobody answered, or not in time.
    case unreachable(String)
    /// An answer that is of no use: an error, too many redirects, another type.
    case unusable(String)
}

/// Looks at an address from outside, safely. `accept` is a list of media types, the wanted ones.
public typealias PageFetch = @Sendable (_ url: String, _ accept: [String], _ limit: Int) async throws -> FetchedPage
