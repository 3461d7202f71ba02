// Files in a bucket of an S3-compatible service, which serves them itself.

internal import AsyncHTTPClient
public import Basics
internal import Crypto
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// Where a bucket is, and who may write to it.
public struct BucketSettings: Sendable, Equatable {
    /// `https://s3.example/pictures`: host and bucket, path style, without a trailing slash.
    public var address: String
    public var region: String
    public var keyID: String
    public var secret: String

    /// Nil where `address` is not `http(s)://host[:port]/bucket`.
    public init?(address: String, region: String, keyID: String, secret: String) {
        var address = address
        while address.hasSuffix("/") { address.removeLast() }
        guard address.hasPrefix("https://") || address.hasPrefix("http://"),
            let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty, parts.query == nil,
            parts.user == nil, parts.path.count > 1,
            parts.path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).allSatisfy({ part in
                !part.isEmpty
                    && part.utf8.allSatisfy { ASCII.isWord($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
            })
        else { return nil }
        self.address = address
        self.region = region
        self.keyID = keyID
        self.secret = secret
    }

    /// `host[:port]`, and `/bucket`.
    var parts: (host: String, path: String) {
        let rest = address.drop { $0 != ":" }.dropFirst(3)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        // The client does not send the scheme's own port, so it must not be signed.
        let port = address.hasPrefix("https:") ? ":443" : ":80"
        let host = rest[..<slash]
        return (String(host.hasSuffix(port) ? host.dropLast(port.count) : host), String(rest[slash...]))
    }
}

public struct BucketStore: MediaStore {
    private let settings: BucketSettings
    private let clock: Clock

    public init(_ settings: BucketSettings, clock: Clock = .system) {
        self.settings = settings
        self.clock = clock
    }

    public func put(_ file: MadeFile, at path: String) async throws {
        guard MediaPath.isSafe(path), let type = MediaPath.type(path), let size = Files.size(of: file.path),
            let hash = Files.sha256(of: file.path)
        else { throw MediaError.storage("\(path) is not a path for a file") }
        let request = self.request(
            .PUT,
            path,
            hash: hash,
            ["cache-control": MediaPath.caching, "content-type": type]
        )
        var sent = request
        sent.body = .stream(FilePieces(path: file.path), length: .known(Int64(size)))
        try await send(sent, path, accepting: [200, 201, 204])
    }

    /// A copy within the bucket (CopyObject), then the removal of the first: what every service of this kind has.
    public func move(_ path: String, to place: String) async throws {
        guard MediaPath.isSafe(path), MediaPath.isSafe(place) else { return }
        let source = "\(settings.parts.path)/\(path)"
        let copy = request(.PUT, place, hash: BucketStore.hashOfNothing, ["x-amz-copy-source": source])
        let response = try await send(copy, place, accepting: [200, 404])
        guard response.status.code == 200 else { return }
        // It may have begun to answer before it failed.
        let answer = String(buffer: try await response.body.collect(upTo: 1 << 16))
        guard !answer.contains("<Error>") else {
            let code = BucketStore.code(in: answer).map { " (\($0))" } ?? ""
            throw MediaError.storage("The bucket cannot copy \(path)\(code)")
        }
        try await remove(path)
    }

    public func remove(_ path: String) async throws {
        guard MediaPath.isSafe(path) else { return }
        try await send(request(.DELETE, path, hash: BucketStore.hashOfNothing, [:]), path, accepting: [200, 204, 404])
    }

    public func read(_ path: String, _ take: ([UInt8]) async throws -> Void) async throws -> Bool {
        guard MediaPath.isSafe(path) else { return false }
        let request = request(.GET, path, hash: BucketStore.hashOfNothing, [:])
        let response = try await send(request, path, accepting: [200, 404])
        guard response.status.code == 200 else { return false }
        var pieces = response.body.makeAsyncIterator()
        while true {
            let piece: ByteBuffer?
            do {
                piece = try await pieces.next()
            } catch {
                throw MediaError.storage("The bucket broke off \(path): \(error)")
            }
            guard let piece else { return true }
            try await take(Array(piece.readableBytesView))
        }
    }

    private static let hashOfNothing = Hex.encode(Array(SHA256.hash(data: [UInt8]())))

    private func request(
        _ method: HTTPMethod,
        _ path: String,
        hash: String,
        _ headers: [String: String]
    ) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: "\(settings.address)/\(path)")
        request.method = method
        let signed = BucketSignature.headers(
            method: method.rawValue,
            path: path,
            payloadHash: hash,
            headers: headers,
            settings: settings,
            now: clock.now()
        )
        for (name, value) in signed where name != "host" { request.headers.add(name: name, value: value) }
        return request
    }

    /// The name of an error, such as `NoSuchBucket`. The rest of what a bucket says may have keys and signatures in it.
    private static func code(in answer: String) -> String? {
        guard let start = answer.firstRange(of: "<Code>")?.upperBound else { return nil }
        let code = answer[start...].prefix(64).prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return code.isEmpty ? nil : String(code)
    }

    @discardableResult
    private func send(
        _ request: HTTPClientRequest,
        _ path: String,
        accepting: Set<UInt>
    ) async throws -> HTTPClientResponse {
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(300))
            guard accepting.contains(response.status.code) else {
                let body = try? await response.body.collect(upTo: 4096)
                let code = body.flatMap { BucketStore.code(in: String(buffer: $0)) }.map { " (\($0))" } ?? ""
                throw MediaError.storage("The bucket answers \(response.status.code)\(code) for \(path)")
            }
            return response
        } catch let error as MediaError {
            throw error
        } catch {
            throw MediaError.storage("The bucket cannot be reached for \(path): \(error)")
        }
    }
}

/// Signature Version 4 of AWS, as all S3-compatible services want it
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
enum BucketSignature {
    /// `headers` with those that sign them, names in lower case.
    static func headers(
        method: String,
        path: String,
        payloadHash: String,
        headers: [String: String],
        settings: BucketSettings,
        now: Timestamp
    ) -> [(String, String)] {
        let (host, bucket) = settings.parts
        let moment = now.basicISO8601
        var all = headers
        all["host"] = host
        all["x-amz-content-sha256"] = payloadHash
        all["x-amz-date"] = moment
        let sorted = all.sorted { $0.key < $1.key }
        let names = sorted.map(\.key).joined(separator: ";")
        // Paths of files need no escaping; there is no query.
        let canonical =
            ([method, "\(bucket)/\(path)", ""] + sorted.map { "\($0.key):\($0.value)" } + ["", names, payloadHash])
            .joined(separator: "\n")
        let scope = "\(moment.prefix(8))/\(settings.region)/s3/aws4_request"
        let text =
            "AWS4-HMAC-SHA256\n\(moment)\n\(scope)\n\(Hex.encode(Array(SHA256.hash(data: Array(canonical.utf8)))))"
        var key = Array("AWS4\(settings.secret)".utf8)
        for part in [String(moment.prefix(8)), settings.region, "s3", "aws4_request"] { key = hmac(part, key) }
        let signature = Hex.encode(hmac(text, key))
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(settings.keyID)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
        return sorted.map { ($0.key, $0.value) } + [("authorization", authorization)]
    }

    private static func hmac(_ text: String, _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }
}

extension Timestamp {
    /// `20261124T131500Z`.
    fileprivate var basicISO8601: String {
        let text = iso8601.filter { $0 != "-" && $0 != ":" }
        return text.prefix { $0 != "." } + "Z"
    }
}

/// A file, piece by piece.
private struct FilePieces: AsyncSequence, Sendable {
    let path: String

    func makeAsyncIterator() -> Iterator { Iterator(handle: FileHandle(forReadingAtPath: path)) }

    struct Iterator: AsyncIteratorProtocol {
        let handle: FileHandle?

        func next() async throws -> ByteBuffer? {
            guard let piece = try handle?.read(upToCount: 1 << 16), !piece.isEmpty else { return nil }
            return ByteBuffer(bytes: piece)
        }
    }
}

extension Files {
    fileprivate static func sha256(of path: String) -> String? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        var hash = SHA256()
        do {
            while let piece = try handle.read(upToCount: 1 << 18), !piece.isEmpty { hash.update(data: piece) }
        } catch {
            // A hash of the beginning alone would be refused by the bucket, as if the key were wrong.
            return nil
        }
        return Hex.encode(Array(hash.finalize()))
    }
}
