// The header of a file in a tar stream: POSIX.1-2017, pax, "ustar Interchange Format".

struct TarHeader {
    static let blockBytes = 512
    /// Where a field begins and how long it is.
    private static let (name, mode, size, time) = ((0, 100), (100, 8), (124, 12), (136, 12))
    private static let (checksum, type, magic, prefix) = ((148, 8), 156, (257, 8), (345, 155))

    enum Kind {
        case file, folder
        case other
    }

    var path: String
    var size: Int64
    var kind: Kind

    /// The block of a file; nil where the path is too long.
    static func block(_ path: String, size: Int64, time seconds: Int64) -> [UInt8]? {
        guard let (prefix, name) = parts(of: path), size < 1 << 33 else { return nil }
        var block = [UInt8](repeating: 0, count: blockBytes)
        func put(_ text: String, _ field: (Int, Int)) {
            for (place, byte) in text.utf8.prefix(field.1).enumerated() { block[field.0 + place] = byte }
        }
        func put(octal number: Int64, _ field: (Int, Int)) {
            let digits = String(max(number, 0), radix: 8)
            put(String(repeating: "0", count: max(0, field.1 - 1 - digits.count)) + digits, field)
        }
        put(name, self.name)
        put(octal: 0o600, mode)
        // Owner and group are whoever unpacks it.
        put(octal: 0, (108, 8))
        put(octal: 0, (116, 8))
        put(octal: size, self.size)
        put(octal: seconds, time)
        block[type] = UInt8(ascii: "0")
        put("ustar\0" + "00", magic)
        put(prefix, self.prefix)
        put(octal: sum(block), (checksum.0, 7))
        block[checksum.0 + 7] = UInt8(ascii: " ")
        return block
    }

    /// What comes before and after a slash, so that both fit.
    private static func parts(of path: String) -> (prefix: String, name: String)? {
        guard path.utf8.count > name.1 else { return ("", path) }
        let bytes = Array(path.utf8)
        for place in bytes.indices where bytes[place] == UInt8(ascii: "/") {
            guard place <= prefix.1, bytes.count - place - 1 <= name.1 else { continue }
            return (
                String(decoding: bytes[..<place], as: UTF8.self), String(decoding: bytes[(place + 1)...], as: UTF8.self)
            )
        }
        return nil
    }

    /// Reads a block; nil for what is no header.
    init?(_ block: [UInt8]) {
        guard block.count == TarHeader.blockBytes, block[257..<262].elementsEqual("ustar".utf8),
            TarHeader.octal(block, TarHeader.checksum) == TarHeader.sum(block),
            let size = TarHeader.octal(block, TarHeader.size)
        else { return nil }
        let (prefix, name) = (TarHeader.text(block, TarHeader.prefix), TarHeader.text(block, TarHeader.name))
        // GNU's own form has times where the prefix is.
        let isPosix = block[262] == 0
        path = isPosix && !prefix.isEmpty ? "\(prefix)/\(name)" : name
        self.size = size
        switch block[TarHeader.type] {
        case UInt8(ascii: "0"), 0: kind = .file
        case UInt8(ascii: "5"): kind = .folder
        default: kind = .other
        }
    }

    /// The sum of all bytes, those of the checksum taken for spaces.
    private static func sum(_ block: [UInt8]) -> Int64 {
        block.enumerated().reduce(0) { sum, byte in
            let isOfSum = byte.offset >= checksum.0 && byte.offset < checksum.0 + checksum.1
            return sum + Int64(isOfSum ? 0x20 : byte.element)
        }
    }

    private static func text(_ block: [UInt8], _ field: (Int, Int)) -> String {
        String(decoding: block[field.0..<(field.0 + field.1)].prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func octal(_ block: [UInt8], _ field: (Int, Int)) -> Int64? {
        let digits = block[field.0..<(field.0 + field.1)].drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        guard !digits.isEmpty else { return nil }
        return digits.reduce(0) { $0 << 3 | Int64($1 - 0x30) }
    }
}
