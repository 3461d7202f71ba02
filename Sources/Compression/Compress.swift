// Bytes made smaller by zlib and brotli.

internal import CBrotli
internal import CZlib

/// How hard to try.
public enum CompressionEffort: Sendable {
    /// For one answer: 40 KB of JSON take some 0.15 ms.
    case fast
    /// For what stays the same as long as the program runs: 30 KB take some 40 ms.
    case best
}

extension ContentCoding {
    /// The bytes in this coding; nil where that would not be smaller, or where there is no memory for it.
    public func compress(_ bytes: UnsafeRawBufferPointer, _ effort: CompressionEffort) -> [UInt8]? {
        guard bytes.count > 1, bytes.count < 1 << 30 else { return nil }
        // No form as large as the bytes is wanted, so there is no room for one.
        let compressed = [UInt8](unsafeUninitializedCapacity: bytes.count - 1) { room, written in
            switch self {
            case .brotli: written = ContentCoding.brotli(bytes, effort == .best ? 11 : 3, into: room)
            case .gzip: written = ContentCoding.gzip(bytes, effort == .best ? 9 : 2, into: room)
            }
        }
        return compressed.isEmpty ? nil : compressed
    }

    /// - Returns: how many bytes were written; 0 where they have no room.
    private static func brotli(
        _ bytes: UnsafeRawBufferPointer,
        _ quality: CInt,
        into room: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var written = room.count
        // A window of 256 KB (RFC 7932 §9.1): larger ones cost memory, and few bodies are larger.
        let isDone = BrotliEncoderCompress(
            quality,
            18,
            BROTLI_MODE_TEXT,
            bytes.count,
            bytes.assumingMemoryBound(to: UInt8.self).baseAddress,
            &written,
            room.baseAddress
        )
        return isDone == BROTLI_TRUE ? written : 0
    }

    /// - Returns: how many bytes were written; 0 where they have no room.
    private static func gzip(
        _ bytes: UnsafeRawBufferPointer,
        _ level: CInt,
        into room: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var stream = z_stream()
        guard gzip_begin(&stream, level) == Z_OK else { return 0 }
        defer { deflateEnd(&stream) }
        // zlib does not write to what it reads; its header says so only where it is asked to.
        stream.next_in = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(bytes.count)
        stream.next_out = room.baseAddress
        stream.avail_out = UInt32(room.count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
    }
}
