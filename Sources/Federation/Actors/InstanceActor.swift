// The server itself as an actor: it signs what is asked in nobody's name, and can be read without a signature.

internal import ActivityPub
internal import Services

enum InstanceActor {
    /// As Mastodon: the domain, without its port.
    static func name(_ site: Site) -> String { String(site.domain.prefix { $0 != ":" }) }

    static func actor(_ site: Site, _ keys: AccountKeys) -> ActorObject? {
        guard let id = ObjectID(site.instanceActorURI), let inbox = ObjectID(site.instanceActorURI + "/inbox") else {
            return nil
        }
        var actor = ActorObject(id: id, kind: .application, username: name(site), inbox: inbox)
        actor.name = site.title
        actor.url = ObjectID("\(site.url)/about")
        actor.outbox = ObjectID(site.instanceActorURI + "/outbox")
        actor.sharedInbox = ObjectID("\(site.url)/inbox")
        // It follows nobody and is followed by nobody.
        actor.isLocked = true
        actor.keys = ActorBuilder.keys(keys, of: id)
        actor.takesMessageSignatures = true
        return actor
    }
}
