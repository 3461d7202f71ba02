// Lists as one argument: JSON for SQLite's json_each, array literals for PostgreSQL's ANY.

/// Writers of list arguments, as UTF-8 bytes.
enum ListArgument {
    /// A JSON array (RFC 8259) of integers.
    static func json(_ ids: [Int64]) -> [UInt8] { joined(ids, open: "[", close: "]") }

    /// A PostgreSQL array literal of integers (https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO).
    static func array(_ ids: [Int64]) -> [UInt8] { joined(ids, open: "{", close: "}") }

    /// A JSON array of strings; control characters escaped (RFC 8259, section 7).
    static func json(_ texts: [String]) -> [UInt8] {
        quoted(texts, open: "[", close: "]") { byte, bytes in
            guard byte < 0x20 else { return bytes.append(byte) }
            let hex = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: [0x5C, 0x75, 0x30, 0x30, hex[Int(byte >> 4)], hex[Int(byte & 15)]])
        }
    }

    /// A PostgreSQL array literal of texts: quoted, with backslashes before quotes and backslashes.
    static func array(_ texts: [String]) -> [UInt8] {
        quoted(texts, open: "{", close: "}") { byte, bytes in bytes.append(byte) }
    }

    private static func joined(_ ids: [Int64], open: Unicode.Scalar, close: Unicode.Scalar) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 + ids.count * 20)
        bytes.append(UInt8(ascii: open))
        for (index, id) in ids.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: String(id).utf8)
        }
        bytes.append(UInt8(ascii: close))
        return bytes
    }

    private static func quoted(
        _ texts: [String],
        open: Unicode.Scalar,
        close: Unicode.Scalar,
        other: (UInt8, inout [UInt8]) -> Void
    ) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: open)]
        for (index, text) in texts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                    bytes.append(UInt8(ascii: "\\"))
                    bytes.append(byte)
                default: other(byte, &bytes)
                }
            }
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: close))
        return bytes
    }
}
