// Compressed forms of what many read, kept so that they are made once.

internal import Basics
internal import Compression
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A bounded number of bodies by their address, each with its compressed forms.
///
/// A form belongs to its bytes and not to the address: where the bytes are others by now, it is made again. So nothing here
/// can be out of date, and comparing 40 KB takes a microsecond.
final class CompressedForms: Sendable {
    private struct Kept: Sendable {
        let body: ByteBuffer
        var forms: [ContentCoding: ByteBuffer?] = [:]
    }

    /// The largest body kept: with the capacity, the bound of the memory used.
    private static let largest = 1 << 18
    /// The largest body compressed on the thread that serves connections: half a millisecond, at most.
    private static let largestInline = 1 << 16
    private let kept: ReadThroughCache<String, Kept>
    /// What is being made at the best level, which takes a while.
    private let underway = Mutex<Set<String>>([])

    /// - Parameter capacity: how many bodies are kept.
    init(capacity: Int) { kept = ReadThroughCache(capacity: capacity, shards: 4) }

    /// The body in a coding; nil where that would not be smaller.
    func form(
        of body: ByteBuffer,
        at address: String,
        _ coding: ContentCoding,
        _ effort: CompressionEffort
    ) async throws -> ByteBuffer? {
        guard body.readableBytes <= CompressedForms.largest else {
            return try await CompressedForms.compress(body, coding, effort)
        }
        var known = kept.value(for: address).flatMap { $0.body == body ? $0 : nil } ?? Kept(body: body)
        if let form = known.forms[coding] { return form }
        let work = effort == .best ? "\(coding) \(address)" : nil
        if let work, !underway.withLock({ $0.insert(work).inserted }) {
            // Somebody makes it already. A crowd does not wait for it, nor make it many times.
            return try await CompressedForms.compress(body, coding, .fast)
        }
        defer { if let work { underway.withLock { _ = $0.remove(work) } } }
        let form = try await CompressedForms.compress(body, coding, effort)
        known.forms[coding] = .some(form)
        kept.set(known, for: address)
        return form
    }

    static func compress(
        _ body: ByteBuffer,
        _ coding: ContentCoding,
        _ effort: CompressionEffort
    ) async throws -> ByteBuffer? {
        let compress = { @Sendable in
            body.withUnsafeReadableBytes { coding.compress($0, effort) }.map { ByteBuffer(bytes: $0) }
        }
        if effort == .fast, body.readableBytes <= largestInline { return compress() }
        return try await NIOThreadPool.singleton.runIfActive(compress)
    }
}
