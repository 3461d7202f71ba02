// Markers: what one device has read, the others know.

import Basics
import HTTPTypes
import TestSupport
import Testing

@Suite struct MarkerTests {
    @Test("markers are set and read by timeline, and may go back", arguments: TestEngine.available)
    func markers(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            func read(_ query: String) async throws -> JSONValue {
                try await server.get("/api/v1/markers?\(query)", as: alice).expect(200).json
            }
            #expect(try await read("timeline[]=home&timeline[]=notifications") == .object([]))
            let set = try await server.send(
                .post,
                "/api/v1/markers",
                as: alice,
                ["home[last_read_id]": "42", "notifications[last_read_id]": "7"]
            )
            #expect(set["home", "last_read_id"] == "42")
            #expect(set["home", "version"] == 0)
            #expect(set["notifications", "last_read_id"] == "7")
            let back = try await server.send(
                .post,
                "/api/v1/markers",
                as: alice,
                json: #"{"home":{"last_read_id":"41"}}"#
            )
            #expect(back.json.keys == ["home"])
            #expect(back["home", "last_read_id"] == "41")
            #expect(back["home", "version"] == 1)
            #expect(try await read("timeline[]=home") == back.json)
            #expect(try await read("timeline[]=home&timeline[]=notifications").keys == ["home", "notifications"])
            #expect(try await read("timeline[]=lists") == .object([]))
            #expect(try await read("") == .object([]))
            #expect(try await server.get("/api/v1/markers?timeline[]=home", as: server.bob).json == .object([]))
        }
    }

    @Test("what is no marker is refused or left alone", arguments: TestEngine.available)
    func broken(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            func set(_ json: String) async throws -> Reply {
                try await server.send(.post, "/api/v1/markers", as: alice, json: json)
            }
            #expect(try await set("{}").expect(200).text == "{}")
            #expect(try await set(#"{"home":{}}"#).expect(200).text == "{}")
            #expect(try await set(#"{"lists":{"last_read_id":"1"}}"#).expect(200).text == "{}")
            try await set(#"{"home":"1"}"#).expectError(422, "Validation failed: Parameter home must be an object")
            try await set(#"{"home":{"last_read_id":"x"}}"#).expectError(
                422,
                "Validation failed: home[last_read_id] must be an id"
            )
            try await set(#"{"home":{"last_read_id":["1"]}}"#).expectError(
                422,
                "Validation failed: Parameter home[last_read_id] must be an id"
            )
            try await set(#"{"home":"#).expectError(
                400,
                "The JSON body is malformed at byte 8: the text ends where a value should be"
            )
            try await server.get("/api/v1/markers").expect(401)
        }
    }

    @Test("a marker past all ids leaves nothing unread", arguments: TestEngine.available)
    func largest(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            let largest = ["notifications[last_read_id]": "\(Int64.max)"] as KeyValuePairs
            try await server.send(.post, "/api/v1/markers", as: alice, largest).expect(200)
            for version in ["v1", "v2"] {
                let unread = try await server.get("/api/\(version)/notifications/unread_count", as: alice)
                #expect(unread["count"] == 0)
            }
        }
    }
}
