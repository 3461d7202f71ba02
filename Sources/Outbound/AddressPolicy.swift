// Where this server may connect to.

internal import Basics

/// Allows by class: addresses of the public internet, and ranges that the admin has named for a test.
public struct AddressPolicy: Sendable, Equatable {
    private let ranges: [AddressRange]

    /// - Parameter list: ranges as `127.0.0.0/8`, with commas between them; empty for none.
    /// - Returns: nil where an entry is not a range of addresses.
    public init?(privateRanges list: String) {
        var ranges: [AddressRange] = []
        for entry in list.split(separator: ",") {
            let entry = entry.filter { $0 != " " }
            guard !entry.isEmpty else { continue }
            guard let range = AddressRange(entry) else { return nil }
            ranges.append(range)
        }
        self.ranges = ranges
    }

    /// The public internet alone.
    public init() { ranges = [] }

    func allows(_ address: ResolvedAddress) -> Bool {
        address.address.isPublic || IPAddress(address.text).map { ip in ranges.contains { $0.contains(ip) } } == true
    }
}
