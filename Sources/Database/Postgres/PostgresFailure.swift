// From SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html) to `DatabaseError`.
import CPostgres

/// What the server said about a statement that failed.
struct PostgresFailure {
    let error: DatabaseError
    /// Whether the same closure may succeed when run again: lost to a concurrent transaction, or a stale plan.
    let isTransient: Bool
    /// Whether the prepared statement must be made anew, as after a change of a table.
    let statementIsStale: Bool

    /// Whether the connection is of no use any more.
    let connectionIsLost: Bool

    init(result: OpaquePointer?, connection: OpaquePointer, sql: String?) {
        func field(_ code: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        guard let state = field("C") else {
            // No SQLSTATE: libpq itself found the connection broken.
            error = .unavailable(Self.message(of: connection))
            (isTransient, statementIsStale, connectionIsLost) = (false, false, true)
            return
        }
        statementIsStale = state == "0A000" || state == "26000"
        connectionIsLost = state.hasPrefix("57P") || state.hasPrefix("08")
        isTransient = statementIsStale || state == "40001" || state == "40P01" || state == "55P03"
        let message = field("M") ?? ""
        switch state {
        case "23502": error = .constraint("\(field("t") ?? "").\(field("c") ?? "")")
        case _ where state.hasPrefix("23"): error = .constraint(field("n") ?? field("t") ?? "SQLSTATE \(state)")
        case "53100": error = .full(message)
        case "40001", "40P01", "55P03": error = .busy(message)
        case "25006": error = .readOnly(message)
        case "XX001", "XX002": error = .corrupt(message)
        case "57P01", "57P02", "57P03", "57P05", "58030": error = .unavailable(message)
        case _ where state.hasPrefix("08") || state.hasPrefix("53"): error = .unavailable(message)
        // These tell of names and limits; the messages of other classes, such as 22, may quote the arguments.
        case _ where ["0A", "25", "26", "28", "3D", "42", "54", "55", "57"].contains(state.prefix(2)):
            error = .failed("\(message) (SQLSTATE \(state))", sql: sql)
        default: error = .failed("SQLSTATE \(state)", sql: sql)
        }
    }

    /// libpq's own words on a connection, in one line; they hold host and user, not the password.
    static func message(of connection: OpaquePointer) -> String {
        let text = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        let words = text.split(whereSeparator: { $0.isWhitespace }).joined(separator: " ")
        return words.isEmpty ? "the connection is broken" : words
    }
}
