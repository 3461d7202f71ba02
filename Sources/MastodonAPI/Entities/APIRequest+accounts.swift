// Lists of accounts.

internal import Basics
internal import Domain
internal import Services

extension APIRequest {
    /// A list of accounts as JSON, in the order of the page; suspended ones are left out.
    func accountList(_ page: Page<Int64>) async throws -> APIResponse { try await accountList(page.items) }

    func accountList(_ ids: [Int64]) async throws -> APIResponse {
        let kept = try await services.accounts.accounts(ids, for: viewerID)
        var json = JSONWriter(capacity: 1024 * ids.count + 16)
        json.beginArray()
        for id in ids {
            if let account = kept[id], !account.account.isSuspended { AccountEntity.write(account, site, to: &json) }
        }
        json.endArray()
        return .json(json)
    }
}
