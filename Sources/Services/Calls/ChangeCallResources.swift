// Other help lines for a call.

public import Domain
internal import Storage

extension Services {
    /// Puts help lines in place of those of a call, also of one that is closed. Only its author may.
    public func setResources(_ resources: [CallResource], ofCall id: Int64, by account: Int64) async throws -> Call {
        let call = try await call(id)
        guard call.accountID == account else { throw ServiceError.notAllowed }
        if let problem = CallDraft.problem(of: resources) { throw ServiceError.invalid(problem) }
        try await askOrRefuse(
            GuardedTexts(
                texts: resources.flatMap { [$0.name, $0.url] },
                earlier: call.resources.flatMap { [$0.name, $0.url, $0.phone] }
            ),
            .helpLine,
            by: account
        )
        let sender = try await sender(ofStatus: id)
        try await change { change in
            try CallQueries.set(resources, of: id, change.connection)
            try change.record(.statusEdited(id: id, account: account), sentBy: sender)
        }
        return try await self.call(id)
    }
}
