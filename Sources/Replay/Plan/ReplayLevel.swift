// How hard a replay presses (DESIGN, section 6).

/// The four levels. L1 and L2 have the weekend's shape, and their figure is the rate of its busiest hour; L3 and L4 are
/// even. All at speed 1: a speed of 60 multiplies the rate the server sees by 60.
public enum ReplayLevel: String, Sendable, CaseIterable {
    case l1 = "L1"
    case l2 = "L2"
    case l3 = "L3"
    case l4 = "L4"

    /// Events for each simulated second.
    public var eventsPerSecond: Double {
        switch self {
        case .l1: 15
        case .l2: 75
        case .l3: 1000
        case .l4: 139
        }
    }

    /// A steady rate instead of the weekend's shape.
    public var isFlat: Bool { self == .l3 || self == .l4 }

    /// Simulated hours where none are asked for.
    public var hours: Double {
        switch self {
        case .l1, .l2: 4
        case .l3: 1.0 / 60
        case .l4: 24
        }
    }
}
