// An owner changes the profile and the defaults for posting.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Writes the changes, or none of them. An account that is no longer locked accepts all who wait to follow it.
    ///
    /// Throws `.invalidFields` with everything that is too long or unknown, `.notFound` for an account without a login.
    public func updateProfile(
        of account: Int64,
        _ changes: ProfileChanges,
        _ extraChanges: ProfileExtraChanges = ProfileExtraChanges()
    ) async throws {
        let policy = ProfilePolicy(
            displayNameCharacters: limits.displayNameCharacters,
            noteCharacters: limits.noteCharacters,
            fields: limits.profileFields,
            fieldCharacters: limits.profileFieldCharacters
        )
        let (checked, problems) = policy.check(changes)
        guard problems.isEmpty else {
            throw ServiceError.invalidFields(
                problems.map { FieldError(field: $0.field, code: $0.code, description: $0.description) }
            )
        }
        guard let extraChanges = extraChanges.checked else {
            throw ServiceError.invalid(
                "Attribution domains must be at most \(most: ProfileExtras.domains) valid domain names"
            )
        }
        try await guardProfile(of: account, checked)
        let unlocked = try await change { change in
            try CounterQueries.lock([account], change.connection)
            guard let details = try AccountQueries.details(account, change.connection),
                let user = try UserQueries.user(account, change.connection)
            else { throw ServiceError.notFound }
            let old = details.account
            let new = checked.applied(to: old)
            if new != old {
                try AccountQueries.updateProfile(new, change.connection)
                try change.replacePictures(old, by: new)
                // At once nobody finds what may no longer be found (see SearchStatuses); the index follows.
                if new.isIndexable != old.isIndexable { try SearchWorkQueries.add(account, change.connection) }
                try change.record(
                    .profileChanged(account: account),
                    sentBy: details.counters.remoteFollowers > 0 ? account : nil
                )
            }
            let newUser = checked.applied(to: user)
            if newUser != user {
                try UserQueries.updateDefaults(newUser, change.connection)
                change.record(.userChanged(account: account))
            }
            if !extraChanges.isEmpty {
                let extras = try ProfileQueries.extras(of: account, change.connection)
                let new = extraChanges.applied(to: extras)
                try ProfileQueries.update(new, of: account, change.connection)
                if new.attributionDomains != extras.attributionDomains { try change.dropAuthor(account, unless: new) }
            }
            return old.isLocked && !new.isLocked
        }
        if unlocked { try await acceptWaitingRequests(to: account) }
        if changes.avatar != nil || changes.header != nil { try await removeFiles() }
    }
}
