// The arguments of one statement in the shape libpq wants: pointers, lengths and formats.

/// Reused for every statement of a connection: text format with a closing zero byte, blobs in binary format.
struct PostgresArguments {
    private var bytes: [UInt8] = []
    /// Where each argument begins in `bytes`; nil is NULL.
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Takes the values; false if a text holds U+0000.
    mutating func set(_ values: [Value]) -> Bool {
        // One very large argument must not hold its memory for ever.
        bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 16)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for value in values {
            let start = bytes.count
            var format: Int32 = 0
            switch value {
            case .null: break
            case .int(let value): bytes.append(contentsOf: String(value).utf8)
            case .text(let value): bytes.append(contentsOf: value.utf8)
            case .bool(let value): bytes.append(value ? UInt8(ascii: "t") : UInt8(ascii: "f"))
            case .double(let value): bytes.append(contentsOf: String(value).utf8)
            case .ids(let ids): bytes.append(contentsOf: ListArgument.array(ids))
            case .texts(let texts): bytes.append(contentsOf: ListArgument.array(texts))
            case .blob(let blob):
                bytes.append(contentsOf: blob)
                format = 1
            }
            if format == 0, bytes[start...].contains(0) { return false }
            offsets.append(value == .null ? nil : start)
            lengths.append(Int32(clamping: bytes.count - start))
            formats.append(format)
            bytes.append(0)
        }
        return true
    }

    func withPointers<T>(_ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> T) -> T {
        bytes.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            return body(offsets.map { offset in offset.flatMap { base?.advanced(by: $0) } }, lengths, formats)
        }
    }
}
