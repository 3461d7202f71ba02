import CBrotli
import CZlib
import Compression
import Testing

struct CompressTests {
    private static let text = Array(
        String(repeating: "All of us, together, and each for their own reasons. ", count: 900).utf8
    )

    @Test("What was compressed is what was there", arguments: ContentCoding.allCases, [CompressionEffort.fast, .best])
    func roundTrip(_ coding: ContentCoding, _ effort: CompressionEffort) throws {
        for length in [512, 1024, 40_000, CompressTests.text.count] {
            let bytes = Array(CompressTests.text.prefix(length))
            let form = try #require(bytes.withUnsafeBytes { coding.compress($0, effort) }, "\(length)")
            #expect(form.count < bytes.count)
            #expect(coding.expand(form, limit: length + 1) == bytes, "\(length)")
        }
    }

    @Test("What cannot become smaller is left as it is", arguments: ContentCoding.allCases)
    func incompressible(_ coding: ContentCoding) {
        for length in [0, 1, 2, 5000] {
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255) }
            #expect(noise.withUnsafeBytes { coding.compress($0, .fast) } == nil, "\(length)")
        }
    }
}

extension ContentCoding {
    /// By the library's own reader.
    fileprivate func expand(_ bytes: [UInt8], limit: Int) -> [UInt8] {
        var bytes = bytes
        return [UInt8](unsafeUninitializedCapacity: limit) { room, written in
            switch self {
            case .brotli:
                written = limit
                guard
                    BrotliDecoderDecompress(bytes.count, bytes, &written, room.baseAddress)
                        == BROTLI_DECODER_RESULT_SUCCESS
                else { return written = 0 }
            case .gzip:
                let length = bytes.count
                written = bytes.withUnsafeMutableBufferPointer { input in
                    var stream = z_stream()
                    guard gunzip_begin(&stream) == Z_OK else { return 0 }
                    defer { inflateEnd(&stream) }
                    (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(length))
                    (stream.next_out, stream.avail_out) = (room.baseAddress, UInt32(limit))
                    return inflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
                }
            }
        }
    }
}
