// Small figures of a breakdown tell of few people: they are withheld, and so is what they could be worked out from.

/// How the people of a call are shown by answer and kind, while the totals of both kinds are shown as they are.
///
/// People are a flow: from all of them (a source) through the answers to the two kinds (sinks), and straight to "spoke" for
/// those whose answer is not specified. Whoever reads the table knows what enters and leaves each place and that no figure
/// is negative. A withheld figure is safe when it could be one more or one less with all that is shown staying the same:
/// when its edge lies on a cycle of the residual graph whose other edges are withheld, too (the network form of secondary
/// cell suppression, as statistical offices use it; see Ahuja, Magnanti and Orlin, "Network Flows", on residual networks).
/// Where there is none, the cheapest such cycle is withheld along with it.
public struct Withholding: Sendable, Equatable {
    /// One answer's people; nil is withheld.
    public struct Row: Sendable, Equatable {
        public var people: Int64?
        public var spoke: Int64?
        public var silent: Int64?
    }

    public let rows: [Row]
    public let unspecified: Int64?

    /// - Parameters:
    ///   - spoke: people who spoke, by answer.
    ///   - silent: people counted silently, by answer; as many.
    ///   - unspecified: people who spoke without an answer being recognised.
    ///   - least: figures from 1 to this less one are withheld.
    public init(
        spoke: [Int64],
        silent: [Int64],
        unspecified: Int64,
        below least: Int64 = CallMagnitude.withheldBelow
    ) {
        var table = FlowTable(spoke: spoke, silent: silent, unspecified: unspecified)
        for edge in table.edges.indices where 0 < table.edges[edge].value && table.edges[edge].value < least {
            table.edges[edge].isHidden = true
        }
        for edge in table.edges.indices where 0 < table.edges[edge].value && table.edges[edge].value < least {
            table.protect(edge)
        }
        let shown = table.edges.map { $0.isHidden ? nil : $0.value }
        rows = spoke.indices.map { row in
            Row(people: shown[3 * row], spoke: shown[3 * row + 1], silent: shown[3 * row + 2])
        }
        self.unspecified = shown[3 * spoke.count]
    }
}

/// The table as a network.
private struct FlowTable {
    struct Edge {
        var from: Int
        var to: Int
        var value: Int64
        var isHidden = false
    }

    /// For each answer its people, those who spoke and those who were silent; then the unspecified.
    var edges: [Edge]
    private let places: Int

    init(spoke: [Int64], silent: [Int64], unspecified: Int64) {
        let (all, speaking, silence) = (spoke.count, spoke.count + 1, spoke.count + 2)
        places = spoke.count + 3
        edges = zip(spoke, silent).enumerated().flatMap { row, people in
            [
                Edge(from: all, to: row, value: people.0 + people.1), Edge(from: row, to: speaking, value: people.0),
                Edge(from: row, to: silence, value: people.1),
            ]
        }
        edges.append(Edge(from: all, to: speaking, value: unspecified))
    }

    /// Hides what lets the hidden figure of `edge` be another one.
    mutating func protect(_ edge: Int) {
        let (from, to) = (edges[edge].from, edges[edge].to)
        // One more of it has to come back by another way, one less has to go there by another.
        let ways = [cheapestPath(from: to, to: from, avoiding: edge), cheapestPath(from: from, to: to, avoiding: edge)]
        guard let way = ways.compactMap(\.self).min(by: { $0.cost < $1.cost }) else {
            for index in edges.indices { edges[index].isHidden = true }
            return
        }
        for index in way.edges { edges[index].isHidden = true }
    }

    /// Edges to walk from one place to another: forward adds to a figure, backward takes from one that is not 0. What is
    /// shown costs what would be lost, what is hidden costs nothing.
    private func cheapestPath(from: Int, to: Int, avoiding avoided: Int) -> (cost: Int64, edges: [Int])? {
        var paths: [(cost: Int64, edges: [Int])?] = Array(repeating: nil, count: places)
        paths[from] = (0, [])
        // Bellman and Ford: no path has more edges than there are places.
        for _ in 0..<places {
            for (index, edge) in edges.enumerated() where index != avoided {
                let cost = edge.isHidden ? 0 : edge.value + 1
                relax(&paths, edge.from, edge.to, index, cost)
                if edge.value > 0 { relax(&paths, edge.to, edge.from, index, cost) }
            }
        }
        return paths[to]
    }

    private func relax(
        _ paths: inout [(cost: Int64, edges: [Int])?],
        _ from: Int,
        _ to: Int,
        _ edge: Int,
        _ cost: Int64
    ) {
        guard let path = paths[from] else { return }
        if let known = paths[to], known.cost <= path.cost + cost { return }
        paths[to] = (path.cost + cost, path.edges + [edge])
    }
}
