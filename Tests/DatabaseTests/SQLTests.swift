// Tokens and parameters of SQL texts.
import Testing

@testable import Database

@Suite("SQL texts")
struct SQLTests {
    @Test("tokens are resolved per engine and other braces stay")
    func tokens() {
        let sql = SQL("CREATE TABLE t (a {id}, b {blob}, c TEXT DEFAULT '{}') {clustered} -- {x} {in $x} {")
        let sqlite =
            "CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB, c TEXT DEFAULT '{}') WITHOUT ROWID -- {x} {in $x} {"
        #expect(sql.text(for: .sqlite) == sqlite)
        #expect(
            sql.text(for: .postgres)
                == "CREATE TABLE t (a BIGINT PRIMARY KEY, b BYTEA, c TEXT DEFAULT '{}')  -- {x} {in $x} {"
        )
        let list = SQL("SELECT 1 WHERE $1 = $1 AND x {in $2} AND y {in_text $3} {skiplocked}")
        #expect(
            list.text(for: .postgres)
                == "SELECT 1 WHERE $1 = $1 AND x = ANY($2::bigint[]) AND y = ANY($3::text[]) FOR UPDATE SKIP LOCKED"
        )
        #expect(list.parameterCount == 3)
        let correlated = SQL("SELECT 1 FROM a JOIN b ON b.id {in (}SELECT c.id FROM c WHERE c.a = a.id LIMIT $1{)}")
        #expect(
            correlated.text(for: .postgres)
                == "SELECT 1 FROM a JOIN b ON b.id = ANY (ARRAY(SELECT c.id FROM c WHERE c.a = a.id LIMIT $1))"
        )
        #expect(
            correlated.text(for: .sqlite)
                == "SELECT 1 FROM a JOIN b ON b.id IN (SELECT c.id FROM c WHERE c.a = a.id LIMIT $1)"
        )
    }

    @Test("parameters must ascend by one at their first appearance")
    func parameters() {
        #expect(SQLParameters("a = $1 AND b = $2 AND c = $1").problem == nil)
        #expect(SQLParameters("a = '$7' -- $9\n AND \"$3\" = $1").count == 1)
        #expect(SQLParameters("a = $2 AND b = $1").problem != nil)
        #expect(SQLParameters("a = $1 AND b = $3").problem != nil)
        #expect(SQLParameters("a = $1::bigint").problem != nil)
        #expect(SQLParameters("a = $").problem != nil)
    }

    @Test("every text made is listed with the place that made it")
    func registry() {
        let sql = SQL("SELECT 'listed'")
        #expect(SQL.all.contains { $0 === sql })
        #expect(sql.file == "DatabaseTests/SQLTests.swift")
        #expect(SQL.all.allSatisfy { $0.parameterProblem == nil })
    }
}
