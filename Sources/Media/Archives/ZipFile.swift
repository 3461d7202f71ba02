// A ZIP file written piece by piece, whatever its size (PKWARE's APPNOTE.TXT 6.3.10). See docs/decisions/0012-takeout.md.

internal import Basics
internal import Foundation

/// Writes entries one after the other, uncompressed: most of an archive are pictures and films, which are so already. Keeps
/// 70 bytes and the name of each entry in memory, and no content.
struct ZipFile {
    /// What the fields of 32 and of 16 bits can say; what is larger is said by Zip64 (section 4.5.3).
    struct Bounds {
        var size: UInt64 = 0xFFFF_FFFF
        var count = 0xFFFF
    }

    private let path: String
    private let bounds: Bounds
    private let time: UInt32
    /// -1 when it is closed.
    private var descriptor: Int32
    /// Bytes written, those in `buffer` included.
    private var offset: UInt64 = 0
    private var buffer: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0
    private var entry: (name: [UInt8], start: UInt64, crc: CRC32)?

    private static let bufferBytes = 1 << 18
    /// Of a local header without its name.
    private static let headerBytes = 30
    private static let extraBytes = 20

    /// - Parameter now: when all entries were changed last, in UTC.
    init(at path: String, now: Timestamp, bounds: Bounds) throws {
        self.path = path
        self.bounds = bounds
        time = ZipFile.dosTime(now)
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure }
        buffer.reserveCapacity(ZipFile.bufferBytes)
    }

    /// Needed where it was not finished.
    mutating func abandon() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Begins an entry; `append` and `end` follow.
    mutating func begin(_ name: String) throws {
        let name = Array(name.utf8.prefix(0xFFFF))
        entry = (name, offset, CRC32())
        // Its size is not known yet: `end` writes the header once more, over this one.
        try write(header(name, crc: 0, size: 0))
    }

    mutating func append(_ bytes: [UInt8]) throws {
        entry?.crc.update(bytes)
        try write(bytes)
    }

    mutating func end() throws {
        guard let (name, start, crc) = entry else { return }
        entry = nil
        let size = offset - start - UInt64(ZipFile.headerBytes + name.count + ZipFile.extraBytes)
        try flush()
        try overwrite(header(name, crc: crc.value, size: size), at: start)
        record(name, crc: crc.value, size: size, at: start)
        count += 1
    }

    /// Takes back an entry that was begun.
    mutating func cancel() throws {
        guard let start = entry?.start else { return }
        entry = nil
        try flush()
        guard ftruncate(descriptor, off_t(start)) == 0, lseek(descriptor, off_t(start), SEEK_SET) >= 0 else {
            throw failure
        }
        offset = start
    }

    /// Writes the directory and waits until all is on the disk. Returns the size of the file in bytes.
    mutating func finish() throws -> Int64 {
        let start = offset
        try write(directory)
        let size = offset - start
        var end: [UInt8] = []
        if count >= bounds.count || start >= bounds.size || size >= bounds.size {
            let place = offset
            // Sections 4.3.14 and 4.3.15.
            end.append(0x0606_4B50, bytes: 4)
            end.append(44, bytes: 8)
            for version in [45, 45] as [UInt64] { end.append(version, bytes: 2) }
            for disk in [0, 0] as [UInt64] { end.append(disk, bytes: 4) }
            for field in [UInt64(count), UInt64(count), size, start] { end.append(field, bytes: 8) }
            end.append(0x0706_4B50, bytes: 4)
            end.append(0, bytes: 4)
            end.append(place, bytes: 8)
            end.append(1, bytes: 4)
        }
        // Section 4.3.16.
        end.append(0x0605_4B50, bytes: 4)
        for disk in [0, 0] as [UInt64] { end.append(disk, bytes: 2) }
        for _ in 0..<2 { end.append(count >= bounds.count ? 0xFFFF : UInt64(count), bytes: 2) }
        end.append(short(size), bytes: 4)
        end.append(short(start), bytes: 4)
        end.append(0, bytes: 2)
        try write(end)
        try flush()
        guard fsync(descriptor) == 0 else { throw failure }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0 else { throw failure }
        return Int64(clamping: offset)
    }

    /// A number of 32 bits, or the sign that Zip64 says it.
    private func short(_ number: UInt64) -> UInt64 { number >= bounds.size ? 0xFFFF_FFFF : number }

    /// Section 4.3.7. There is always room for the sizes of Zip64; where they are not needed it is filled, by a field of an
    /// id that readers pass over.
    private func header(_ name: [UInt8], crc: UInt32, size: UInt64) -> [UInt8] {
        let isLarge = size >= bounds.size
        var header: [UInt8] = []
        header.reserveCapacity(ZipFile.headerBytes + name.count + ZipFile.extraBytes)
        header.append(0x0403_4B50, bytes: 4)
        header.append(isLarge ? 45 : 20, bytes: 2)
        common(crc, size, name, extra: ZipFile.extraBytes, to: &header)
        header += name
        header.append(isLarge ? 0x0001 : 0xD935, bytes: 2)
        header.append(16, bytes: 2)
        for _ in 0..<2 { header.append(isLarge ? size : 0, bytes: 8) }
        return header
    }

    /// What local headers and the directory have in common: from the flags to the lengths.
    private func common(_ crc: UInt32, _ size: UInt64, _ name: [UInt8], extra: Int, to out: inout [UInt8]) {
        // Bit 11: names are UTF-8 (appendix D). Method 0: stored.
        out.append(1 << 11, bytes: 2)
        out.append(0, bytes: 2)
        out.append(UInt64(time), bytes: 4)
        out.append(UInt64(crc), bytes: 4)
        for _ in 0..<2 { out.append(short(size), bytes: 4) }
        out.append(UInt64(name.count), bytes: 2)
        out.append(UInt64(extra), bytes: 2)
    }

    /// Adds an entry to the directory (section 4.3.12).
    private mutating func record(_ name: [UInt8], crc: UInt32, size: UInt64, at start: UInt64) {
        var extra: [UInt8] = []
        let large = (size >= bounds.size ? [size, size] : []) + (start >= bounds.size ? [start] : [])
        if !large.isEmpty {
            extra.append(0x0001, bytes: 2)
            extra.append(UInt64(8 * large.count), bytes: 2)
            for number in large { extra.append(number, bytes: 8) }
        }
        directory.append(0x0201_4B50, bytes: 4)
        // Made by a Unix system, as its permissions below say.
        directory.append(3 << 8 | 45, bytes: 2)
        directory.append(large.isEmpty ? 20 : 45, bytes: 2)
        common(crc, size, name, extra: extra.count, to: &directory)
        // No comment, on the first disk, no inner attributes.
        directory.append(0, bytes: 6)
        directory.append(0o100644 << 16, bytes: 4)
        directory.append(short(start), bytes: 4)
        directory += name + extra
    }

    private mutating func write(_ bytes: [UInt8]) throws {
        buffer += bytes
        offset += UInt64(bytes.count)
        if buffer.count >= ZipFile.bufferBytes { try flush() }
    }

    private mutating func flush() throws {
        guard buffer.withUnsafeBytes({ Files.write($0, to: descriptor) }) else { throw failure }
        buffer.removeAll(keepingCapacity: true)
    }

    private func overwrite(_ bytes: [UInt8], at place: UInt64) throws {
        guard lseek(descriptor, off_t(place), SEEK_SET) >= 0,
            bytes.withUnsafeBytes({ Files.write($0, to: descriptor) }), lseek(descriptor, 0, SEEK_END) >= 0
        else { throw failure }
    }

    private var failure: MediaError {
        errno == ENOSPC || errno == EDQUOT
            ? .storage("There is no room left on the disk of this server")
            : .storage("A file cannot be written at \(path): \(String(cString: strerror(errno)))")
    }

    /// Date and time as MS-DOS counts them (section 4.4.6), from 1980 to 2107, in steps of two seconds.
    private static func dosTime(_ moment: Timestamp) -> UInt32 {
        let digits = moment.iso8601.split { !$0.isNumber }.compactMap { UInt32($0) }
        guard digits.count >= 6, (1980...2107).contains(digits[0]) else { return 1 << 21 | 1 << 16 }
        let date = (digits[0] - 1980) << 9 | digits[1] << 5 | digits[2]
        return date << 16 | digits[3] << 11 | digits[4] << 5 | digits[5] / 2
    }
}

extension [UInt8] {
    /// The lowest bytes of a number, the least first.
    fileprivate mutating func append(_ number: UInt64, bytes: Int) {
        for place in 0..<bytes { append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place))) }
    }
}

/// The checksum of ZIP and PNG (ISO 3309).
struct CRC32 {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
    }

    private var state: UInt32 = 0xFFFF_FFFF

    var value: UInt32 { ~state }

    mutating func update(_ bytes: [UInt8]) {
        var state = state
        CRC32.table.withUnsafeBufferPointer { table in
            for byte in bytes { state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ (state >> 8) }
        }
        self.state = state
    }
}
