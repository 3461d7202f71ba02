// What a transaction writes last (docs/decisions/0046-counters-at-the-end.md).

/// Statements that wait for the end of a transaction: amounts that are added to counters, of each row the sum, and others in their
/// order.
struct ClosingStatements {
    typealias Statement = (sql: SQL, arguments: [Value])

    /// A row of counters, by the statement that adds to it and all arguments that are not amounts.
    private struct Row: Hashable {
        let sql: Int
        let key: [Value]
    }

    private var places: [Row: Int] = [:]
    private var additions: [Statement] = []
    private var others: [Statement] = []
    private var tables: UInt32 = 0

    var isEmpty: Bool { additions.isEmpty && others.isEmpty }

    /// Whether a statement names a table that something waits for, or deletes, as triggers and foreign keys may follow it there.
    func concern(_ sql: SQL) -> Bool { sql.deletes || tables & sql.closingTables != 0 }

    mutating func append(_ sql: SQL, _ arguments: [Value]) {
        others.append((sql, arguments))
        tables |= sql.closingTables
    }

    mutating func add(_ sql: SQL, _ arguments: [Value]) {
        var key = arguments
        for place in sql.sums { key[place] = .null }
        let row = Row(sql: sql.index, key: key)
        guard let place = places[row] else {
            places[row] = additions.count
            additions.append((sql, arguments))
            tables |= sql.closingTables
            return
        }
        for position in sql.sums {
            guard case .int(let sum) = additions[place].arguments[position], case .int(let more) = arguments[position]
            else { continue }
            additions[place].arguments[position] = .int(sum + more)
        }
    }

    /// Takes all of them. Counters come by table, then by their first argument, in every process alike: two transactions that want
    /// the same rows want them in the same order, where one text is written to the rows of a table.
    mutating func take() -> [Statement] {
        defer { self = ClosingStatements() }
        return additions.sorted(by: Self.precedes) + others
    }

    private static func precedes(_ first: Statement, _ second: Statement) -> Bool {
        if first.sql === second.sql {
            return first.arguments.lexicographicallyPrecedes(second.arguments) { $0.precedes($1) }
        }
        if first.sql.target != second.sql.target { return first.sql.target < second.sql.target }
        if let one = first.arguments.first, let other = second.arguments.first, one != other {
            return one.precedes(other)
        }
        return first.sql.text < second.sql.text
    }
}

extension Value {
    /// An order of keys: numbers, then texts.
    fileprivate func precedes(_ other: Value) -> Bool {
        switch (self, other) {
        case (.int(let one), .int(let other)): one < other
        case (.text(let one), .text(let other)): one < other
        case (.int, .text): true
        default: false
        }
    }
}
