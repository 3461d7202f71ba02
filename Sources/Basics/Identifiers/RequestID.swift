// The name of a request: in its answer, in what is logged while it is worked on, and on pages that say that something failed.

internal import Synchronization

/// Tells requests apart. Says nothing of who asked or what for.
public enum RequestID {
    /// Of the request that is being worked on.
    @TaskLocal public static var current: String?

    private static let count = Atomic<UInt64>(0)
    private static let letters = StaticString("abcdefghijklmnopqrstuvwxyz234567")

    /// 12 letters and digits. The count of requests, hashed with a key of this process, so that nobody reads from two of them how
    /// much was asked between. The system is asked for no secret: this is made for every request.
    public static func make() -> String {
        var hasher = Hasher()
        hasher.combine(count.wrappingAdd(1, ordering: .relaxed).newValue)
        var word = UInt64(truncatingIfNeeded: hasher.finalize())
        return String(unsafeUninitializedCapacity: 12) { bytes in
            for place in 0..<12 {
                bytes[place] = letters.utf8Start[Int(word & 31)]
                word >>= 5
            }
            return 12
        }
    }
}
