// The server's key for push services, made at its first use.

internal import Basics
internal import Database
internal import Domain
internal import Storage
internal import Synchronization

extension Services {
    /// As apps are told it: base64url.
    public func vapidPublicKey() async throws -> String { try await vapidKey().publicText }

    func vapidKey() async throws -> VapidKey {
        if let key = push.vapid.withLock({ $0 }) { return key }
        let name = "vapid"
        var bytes = try await database.read { try PushQueries.secret(name, $0) }
        if bytes == nil {
            let new = VapidKey().bytes
            // Of nodes that start at once, the first one's key is everybody's.
            bytes = try await change { change in
                try PushQueries.keep(secret: new, named: name, change.connection)
                return try PushQueries.secret(name, change.connection)
            }
        }
        guard let bytes, let key = VapidKey(bytes) else {
            throw ServiceError.invalid("The server's key for push services cannot be read")
        }
        push.vapid.withLock { $0 = key }
        return key
    }
}
