// Numbers as bytes, least significant first, for what outlives a restart.

struct StateWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ bytes: [UInt8]) { self.bytes += bytes }

    mutating func write(_ values: SIMD4<Float>) {
        for place in values.indices { write(values[place].bitPattern) }
    }
}

/// Reads what `StateWriter` wrote. Past the end all is zero, and `isShort`.
struct StateReader {
    private(set) var rest: ArraySlice<UInt8>
    private(set) var isShort = false

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func integer<Number: FixedWidthInteger>() -> Number {
        let count = Number.bitWidth / 8
        guard rest.count >= count else {
            isShort = true
            rest = []
            return 0
        }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        isShort = isShort || rest.count < count
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// Numbers of people: finite and not negative, whatever the bytes are.
    mutating func people() -> SIMD4<Float> { numbers(0...1e9) }

    /// Finite numbers within limits, whatever the bytes are.
    mutating func numbers(_ limits: ClosedRange<Float>) -> SIMD4<Float> {
        var values = SIMD4<Float>.zero
        for place in values.indices {
            let value = Float(bitPattern: integer())
            values[place] = value.isFinite ? min(max(value, limits.lowerBound), limits.upperBound) : 0
        }
        return values
    }
}
