// The place of a picture that must stay visible when it is cut.

/// From -1 (left, bottom) to 1 (right, top).
public struct FocalPoint: Sendable, Equatable {
    public let x: Double
    public let y: Double

    /// Values beyond the edges are taken for the edges; what is no number for the middle.
    public init(x: Double, y: Double) {
        self.x = FocalPoint.clamped(x)
        self.y = FocalPoint.clamped(y)
    }

    /// `0.5,-0.25`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            Double(String(part.filter { $0 != " " }))
        }
        guard parts.count == 2, let x = parts[0], let y = parts[1], x.isFinite, y.isFinite else { return nil }
        self.init(x: x, y: y)
    }

    private static func clamped(_ value: Double) -> Double { value.isFinite ? min(max(value, -1), 1) : 0 }
}
