// A moment in the JSON that this program writes for itself: a number of milliseconds.

extension Timestamp: Codable {
    /// From 1970 up to the year 10000: what lies beyond is nobody's time, and sums with it could overflow.
    private static let readable: Range<Int64> = 0..<253_402_300_800_000

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let milliseconds = try container.decode(Int64.self)
        guard Timestamp.readable.contains(milliseconds) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time of this calendar")
        }
        self.init(milliseconds: milliseconds)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}
