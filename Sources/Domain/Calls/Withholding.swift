// Small figures of a breakdown tell of few people: they are withheld, and so is what they could be worked out from.

public enum Withholding {
    /// The figures with those from 1 to `least` - 1 left out; where only one would be, the smallest other that is not 0 goes
    /// too, because with the total the one could be worked out.
    public static func apply(_ figures: [Int64], below least: Int64 = CallMagnitude.withheldBelow) -> [Int64?] {
        var shown: [Int64?] = figures.map { 0 < $0 && $0 < least ? nil : $0 }
        let hidden = shown.count { $0 == nil }
        guard hidden == 1 else { return shown }
        let others = figures.indices.filter { shown[$0] != nil && figures[$0] > 0 }
        if let smallest = others.min(by: { figures[$0] < figures[$1] }) { shown[smallest] = nil }
        return shown
    }

    /// A table of options by kind, with the totals of both shown: rows and columns are withheld until no single one is left
    /// alone in its row or column.
    public static func apply(
        spoke: [Int64],
        silent: [Int64],
        below least: Int64 = CallMagnitude.withheldBelow
    ) -> [(people: Int64?, spoke: Int64?, silent: Int64?)] {
        var columns = [apply(spoke, below: least), apply(silent, below: least)]
        let people = apply(zip(spoke, silent).map(+), below: least)
        // Where a row's sum is shown, one of its two cells alone would give the other.
        for row in spoke.indices where people[row] != nil && (columns[0][row] == nil) != (columns[1][row] == nil) {
            columns[0][row] = nil
            columns[1][row] = nil
        }
        for place in 0..<2 where columns[place].count(where: { $0 == nil }) == 1 {
            // The column's total is shown: another cell has to go, and its neighbour with it.
            let figures = place == 0 ? spoke : silent
            let others = figures.indices.filter { columns[place][$0] != nil }
            guard let smallest = others.min(by: { figures[$0] < figures[$1] }) else { continue }
            columns[0][smallest] = nil
            columns[1][smallest] = nil
        }
        return spoke.indices.map { row in
            // A withheld sum with a shown cell on both sides would be no secret.
            let both = people[row] == nil
            return (people[row], both ? nil : columns[0][row], both ? nil : columns[1][row])
        }
    }
}
