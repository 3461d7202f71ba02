// Reads the text format of PostgreSQL's values; every function accepts any bytes.

/// Readers of values as PostgreSQL prints them (`bytea_output` is set to hex on every connection).
enum PostgresText {
    /// The type number of `bytea` (src/include/catalog/pg_type.dat).
    static let byteaType: UInt32 = 17

    /// A decimal integer; what follows a point is cut off (`sum(bigint)` is a numeric), `t` is 1, overflow the bound.
    static func int(_ field: UnsafeBufferPointer<UInt8>) -> Int64 {
        var negative = false
        var value: Int64 = 0
        for (index, byte) in field.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where index == 0: negative = true
            case UInt8(ascii: "t") where index == 0: return 1
            case 0x30...0x39:
                let (tens, over) = value.multipliedReportingOverflow(by: 10)
                let digit = Int64(byte - 0x30)
                let (next, more) =
                    negative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
                if over || more { return negative ? .min : .max }
                value = next
            default: return value
            }
        }
        return value
    }

    /// `t`, or a number that is not 0.
    static func bool(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
        field.first == UInt8(ascii: "t") || int(field) != 0
    }

    /// `\x` and pairs of hexadecimal digits (https://www.postgresql.org/docs/15/datatype-binary.html).
    static func bytea(_ field: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        guard field.count >= 2, field[0] == 0x5C, field[1] == 0x78 else { return Array(field) }
        return [UInt8](unsafeUninitializedCapacity: (field.count - 2) / 2) { buffer, count in
            while count < buffer.count {
                buffer[count] = digit(field[2 + count * 2]) << 4 | digit(field[3 + count * 2])
                count += 1
            }
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8 {
        byte <= 0x39 ? byte &- 0x30 : (byte | 0x20) &- 0x57
    }
}
