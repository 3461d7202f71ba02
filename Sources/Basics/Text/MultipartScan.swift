// The seams of `multipart/form-data` bodies (RFC 7578), as all who read such bodies find them.

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Finds the seams of a multipart body.
public enum MultipartScan {
    /// The place after the first delimiter: at the start of the body or of a line (RFC 2046 allows a preamble).
    public static func first(_ delimiter: [UInt8], in body: [UInt8]) -> Int? {
        if body.starts(with: delimiter) { return delimiter.count }
        return next(delimiter, in: body, from: 0).map { $0 + delimiter.count }
    }

    /// The place of the next delimiter that follows a line end; at least `start`.
    public static func next(_ delimiter: [UInt8], in body: [UInt8], from start: Int) -> Int? {
        find([0x0D, 0x0A] + delimiter, in: body, from: start).map { $0 + 2 }
    }

    /// The place of some bytes within others, which begin with a byte that is rare there. The C library looks for it: bodies
    /// are long.
    public static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { bytes in
            wanted.withUnsafeBytes { wanted in
                guard let base = bytes.baseAddress, let needle = wanted.baseAddress, start >= 0 else { return nil }
                var place = start
                while bytes.count - place >= wanted.count {
                    let rest = bytes.count - place - wanted.count + 1
                    guard let found = memchr(base + place, Int32(wanted[0]), rest) else { return nil }
                    if memcmp(found, needle, wanted.count) == 0 { return UnsafeRawPointer(found) - base }
                    place = UnsafeRawPointer(found) - base + 1
                }
                return nil
            }
        }
    }

    /// The header lines at the start of a part. `end` is where the search for the next delimiter starts: the delimiter
    /// of an empty part shares the line end that closes the header.
    public static func header(_ bytes: ArraySlice<UInt8>) -> (text: String, contentStart: Int, end: Int)? {
        var position = bytes.startIndex
        while position + 4 <= bytes.endIndex {
            if bytes[position] == 0x0D, bytes[position..<(position + 4)].elementsEqual([0x0D, 0x0A, 0x0D, 0x0A]) {
                let text = String(decoding: bytes[bytes.startIndex..<position], as: UTF8.self)
                return (text, position + 4, position + 2)
            }
            position += 1
        }
        return nil
    }
}
